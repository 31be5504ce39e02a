package io.losslab.lab.cli;

import io.losslab.lab.LabException;
import io.losslab.lab.process.ProcessRegistry;
import io.losslab.lab.process.ProcessRegistry.Entry;
import io.losslab.lab.process.ProcessRegistry.Kind;
import io.losslab.lab.process.ProcessRegistry.Noted;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code losslab down}. */
@Command(
        name = "down",
        description = "Ends what `losslab up` started, what `losslab run --keep` left, and leftovers of labs that were"
                + " killed; removes their data. A run that is going on is not touched.")
final class DownCommand implements Callable<Integer> {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LOOK_MILLIS = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ProcessRegistry registry = Launch.home().registry();
        int ended = 0;
        // what was left on a cluster goes before the cluster, which may be one of `losslab up`
        List<Entry> entries = registry.entries().stream()
                .sorted(Comparator.comparing(entry -> entry.traces().isEmpty()))
                .toList();
        registry.problems().forEach(out::println);
        for (Entry entry : entries) {
            if (entry.kind() == Kind.RUN && entry.ownerAlive()) {
                out.println("not touched: `" + entry.command() + "` (pid " + entry.ownerPid() + ") is going on");
                continue;
            }
            String processes = entry.processes().stream()
                    .filter(Noted::alive)
                    .map(process -> process.name() + " (pid " + process.pid() + ")")
                    .collect(Collectors.joining(", "));
            if (entry.ownerAlive()) {
                endOwner(registry, entry);
            } else {
                registry.endHere(entry);
                registry.removeTraces(entry, "it is forgotten now: remove it yourself")
                        .forEach(out::println);
                registry.forgetAll(entry);
            }
            out.println("ended: " + (processes.isEmpty() ? "" : processes + " of ") + "`" + entry.command() + "`"
                    + (entry.kind() == Kind.KEPT ? " (kept)" : entry.isLeftover() ? " (a leftover)" : ""));
            ended++;
        }
        if (ended == 0) {
            out.println("nothing is up");
        }
        return 0;
    }

    /** Its own end is orderly, and it tells its own terminal. */
    private static void endOwner(ProcessRegistry registry, Entry entry) throws InterruptedException {
        if (!registry.askOwnerToEnd(entry) && isThere(registry, entry)) {
            throw new LabException.Environment(
                    "cannot end `" + entry.command() + "` (pid " + entry.ownerPid() + "); is it another user's?");
        }
        for (int waited = 0; waited < PATIENCE_MILLIS && isThere(registry, entry); waited += LOOK_MILLIS) {
            Thread.sleep(LOOK_MILLIS);
        }
        if (isThere(registry, entry)) {
            registry.killOwner(entry);
        }
        for (Entry rest : List.copyOf(registry.entries())) {
            if (rest.id().equals(entry.id())) {
                registry.end(rest);
            }
        }
    }

    private static boolean isThere(ProcessRegistry registry, Entry entry) {
        return registry.entries().stream().anyMatch(other -> other.id().equals(entry.id()) && other.ownerAlive());
    }
}
