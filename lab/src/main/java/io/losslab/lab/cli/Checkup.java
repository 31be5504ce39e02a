package io.losslab.lab.cli;

import io.losslab.contract.service.ServiceCatalogue;
import io.losslab.contract.service.ServiceDescriptor;
import io.losslab.lab.ExitCode;
import io.losslab.lab.process.ForeignTraces;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.Ports;
import io.losslab.lab.process.ProcessRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was found on this machine. */
record Checkup(List<Finding> findings) {
    private static final long GIB = 1L << 30;
    private static final int BROKER_PORT = 9092;

    enum State {
        OK("ok  "),
        WARN("warn"),
        FAIL("FAIL");

        private final String word;

        State(String word) {
            this.word = word;
        }
    }

    /** One line: what was looked at, what was found, and what to do about it. */
    record Finding(State state, String subject, String found) {}

    static Checkup of(LabHome home) {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(maven());
        findings.add(memory());
        findings.add(disk(home.root()));
        findings.add(ports(home.registry()));
        findings.add(docker());
        findings.addAll(build(home.root()));
        findings.add(leftovers(home.registry()));
        return new Checkup(findings);
    }

    ExitCode print(PrintWriter out) {
        for (Finding finding : findings) {
            out.println(String.format(
                    Locale.ROOT, "%s  %-14s %s", finding.state().word, finding.subject(), finding.found()));
        }
        return findings.stream().anyMatch(finding -> finding.state() == State.FAIL)
                ? ExitCode.ENVIRONMENT
                : ExitCode.EXPECTED;
    }

    private static Finding java() {
        String found = Runtime.version() + " at " + System.getProperty("java.home");
        boolean jdk = Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "javac"));
        return jdk
                ? new Finding(State.OK, "Java", found)
                : new Finding(State.FAIL, "Java", found + " has no compiler; install a JDK 17 or newer");
    }

    private static Finding maven() {
        Optional<String> answer = CommandOutput.of("mvn", "-v");
        Matcher version =
                Pattern.compile("Apache Maven (\\d+)\\.(\\d+)\\.(\\d+)[-\\w.]*").matcher(answer.orElse(""));
        if (!version.find()) {
            return new Finding(State.FAIL, "Maven", "`mvn` not found; install Maven 3.8.6 or newer");
        }
        boolean enough = compare(version, 3, 8, 6) >= 0;
        return enough
                ? new Finding(State.OK, "Maven", version.group())
                : new Finding(State.FAIL, "Maven", version.group() + " is too old; 3.8.6 or newer is needed");
    }

    private static int compare(Matcher version, int... wanted) {
        for (int i = 0; i < wanted.length; i++) {
            int difference = Integer.compare(Integer.parseInt(version.group(i + 1)), wanted[i]);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static Finding memory() {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os)) {
            return new Finding(State.WARN, "Memory", "unknown; about 2 GiB are needed");
        }
        long total = os.getTotalMemorySize();
        String found = gibibytes(total) + " in all, " + os.getAvailableProcessors() + " processors";
        if (total < 2 * GIB) {
            return new Finding(State.FAIL, "Memory", found + "; Kafka and the apps need about 2 GiB");
        }
        return total < 4 * GIB
                ? new Finding(State.WARN, "Memory", found + "; close other programs during a run")
                : new Finding(State.OK, "Memory", found);
    }

    private static Finding disk(Path root) {
        try {
            long free = Files.getFileStore(root).getUsableSpace();
            String found = gibibytes(free) + " free at " + root;
            return free < 2 * GIB
                    ? new Finding(State.FAIL, "Disk", found + "; a run needs 2 GiB")
                    : new Finding(State.OK, "Disk", found);
        } catch (IOException e) {
            return new Finding(State.WARN, "Disk", "cannot tell how much is free at " + root + ": " + e.getMessage());
        }
    }

    /** {@code run} takes free ports: only {@code up} needs these. */
    private static Finding ports(ProcessRegistry registry) {
        Map<Integer, String> options = new LinkedHashMap<>();
        options.put(BROKER_PORT, "--port-broker");
        ServiceCatalogue.all().forEach(service -> options.put(service.port(), service.portOption()));
        List<Integer> taken =
                options.keySet().stream().filter(port -> !Ports.isFree(port)).toList();
        if (taken.isEmpty()) {
            return new Finding(
                    State.OK,
                    "Ports",
                    options.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "))
                            + " are free (for `up`)");
        }
        boolean ours = registry.entries().stream()
                .anyMatch(entry -> entry.kind() == ProcessRegistry.Kind.UP && entry.ownerAlive());
        String what = taken.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " taken";
        return ours
                ? new Finding(State.OK, "Ports", what + "; `losslab up` is up")
                : new Finding(
                        State.WARN,
                        "Ports",
                        what + "; `up` then needs "
                                + taken.stream()
                                        .map(port -> options.get(port) + " PORT")
                                        .collect(Collectors.joining(", "))
                                + " (`run` takes free ports)");
    }

    private static Finding docker() {
        return CommandOutput.of("docker", "version", "--format", "{{.Server.Version}}")
                .map(version -> new Finding(State.OK, "Docker", version.strip() + " (optional)"))
                .orElse(new Finding(
                        State.OK,
                        "Docker",
                        "not running or not there; only Dev Services of `mvn quarkus:dev` want it (optional)"));
    }

    private static List<Finding> build(Path root) {
        Map<String, Path> parts = new LinkedHashMap<>();
        parts.put("broker", root.resolve("broker/target/libs"));
        ServiceCatalogue.all().stream()
                .map(ServiceDescriptor::name)
                .forEach(app -> parts.put(app, root.resolve(app).resolve("target/quarkus-app/quarkus-run.jar")));
        parts.put("lab", root.resolve("lab/target/libs"));
        List<String> missing = new ArrayList<>();
        parts.forEach((part, artifact) -> {
            if (!Files.exists(artifact)) {
                missing.add(part);
            }
        });
        if (!missing.isEmpty()) {
            return List.of(new Finding(
                    State.WARN, "Build", "not built yet: " + String.join(", ", missing) + "; `losslab run` builds it"));
        }
        Set<String> stale = new LinkedHashSet<>();
        try { // what the last build was made of, as it noted itself
            Path state = root.resolve(".losslab/build");
            Instant built = modified(state.resolve("all.stamp"));
            for (String input : Files.readAllLines(state.resolve("all.inputs"))) {
                if (newest(Path.of(input)).isAfter(built)) {
                    stale.add(root.relativize(Path.of(input)).getName(0).toString());
                }
            }
        } catch (IOException e) {
            stale.add("everything (not built by `losslab`)");
        }
        return List.of(
                stale.isEmpty()
                        ? new Finding(State.OK, "Build", "complete, and newer than its sources")
                        : new Finding(
                                State.WARN,
                                "Build",
                                "older than the sources of " + String.join(", ", stale)
                                        + "; `losslab run` builds again"));
    }

    private static Instant newest(Path input) throws IOException {
        try (Stream<Path> files = Files.walk(input)) {
            return files.map(Checkup::modified).max(Instant::compareTo).orElse(Instant.EPOCH);
        }
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static Finding leftovers(ProcessRegistry registry) {
        List<String> lines = new ArrayList<>();
        boolean warn = false;
        for (ProcessRegistry.Entry entry : registry.entries()) {
            String processes = entry.processes().stream()
                    .filter(ProcessRegistry.Noted::alive)
                    .map(process -> process.name() + " (pid " + process.pid() + ")")
                    .collect(Collectors.joining(", "));
            if (entry.isLeftover()) {
                warn = true;
                String traces = entry.traces().stream().map(ForeignTraces::text).collect(Collectors.joining(", "));
                lines.add("`" + entry.command() + "` was killed"
                        + (processes.isEmpty() ? "" : " and left " + processes)
                        + (traces.isEmpty() ? "" : " and may have left " + traces)
                        + "; `losslab down`, or the next start, ends and removes it");
            } else if (entry.kind() == ProcessRegistry.Kind.KEPT) {
                lines.add("`" + entry.command() + "` kept " + processes + "; `losslab down` ends it");
            } else {
                lines.add("`" + entry.command() + "` (pid " + entry.ownerPid() + ") is running");
            }
        }
        List<String> problems = registry.problems();
        lines.addAll(problems);
        warn |= !problems.isEmpty();
        return new Finding(
                warn ? State.WARN : State.OK,
                "Processes",
                lines.isEmpty() ? "nothing of the lab is running or left" : String.join("; ", lines));
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB);
    }
}
