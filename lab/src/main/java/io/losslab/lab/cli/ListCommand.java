package io.losslab.lab.cli;

import io.losslab.lab.spec.ExperimentCatalog;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code losslab list}. */
@Command(name = "list", description = "Lists the experiments, one a line, the name first.")
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<ExperimentCatalog.Entry> entries = ExperimentCatalog.list();
        int width =
                entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
        for (ExperimentCatalog.Entry entry : entries) {
            out.println(entry.name() + " ".repeat(width + 2 - entry.name().length()) + entry.title());
        }
        return 0;
    }
}
