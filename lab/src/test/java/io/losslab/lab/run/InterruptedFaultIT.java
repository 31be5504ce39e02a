package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.process.LabHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, as a process of its own, that is told to end while its faults are on: nothing may be left of it. */
class InterruptedFaultIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());

    /** Each kind that takes a process away, and each kind of process, none of which would be back by itself in time. */
    private static final String EXPERIMENT = """
            name: faults-on
            title: Faults that are on for long
            topic: {partitions: 1}
            load: {tps: 200, valueBytes: 200, duration: 5m}
            consumers:
              fast: {app: fast-consumer}
              slow: {app: slow-consumer, delay: 1ms}
            faults:
              - {kind: pause, target: slow, at: 500ms, for: 5m}
              - {kind: kill, target: fast, at: 500ms, restart: 5m}
              - {kind: stop, target: producer, at: 500ms, restart: 5m}
              - {kind: pause, target: broker 1, at: 4s, for: 5m}
            """;

    @TempDir
    Path dir;

    @Test
    void toldToEndWhileFaultsAreOnItLeavesNothingBehind() throws Exception {
        Path file = Files.writeString(dir.resolve("faults-on.yaml"), EXPERIMENT);
        Path out = dir.resolve("out");
        Path log = dir.resolve("lab.log");
        Process lab = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dlosslab.root=" + HOME.root(),
                        "-cp",
                        Path.of("target", "classes") + ":" + Path.of("target", "libs", "*"),
                        "io.losslab.lab.cli.Main",
                        "run",
                        file.toString(),
                        "--quiet",
                        "--out",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Awaitility.await("all faults are on")
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> lines(log).stream()
                                    .filter(line -> line.matches(".*(paused|killed|stopped)"))
                                    .count()
                            == 4);
            assertThat(processesOf(out)).as("broker, slow consumer").hasSize(2);

            // SIGTERM and not SIGINT: a build in the background has its children ignore that
            lab.destroy();

            assertThat(lab.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
            assertThat(lab.exitValue()).isEqualTo(128 + 15);
        } finally {
            lab.destroyForcibly();
        }
        assertThat(processesOf(out)).isEmpty();
        assertThat(HOME.registry().entries()).noneMatch(entry -> entry.ownerPid() == lab.pid());
        assertThat(out).doesNotExist();
        assertThat(lines(log)).noneMatch(line -> line.startsWith("\tat "));
    }

    /** By what they were started with: each has its configuration below the result folder. */
    private static List<String> processesOf(Path out) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(out.toString()) && !line.contains("cli.Main"))
                .toList();
    }

    private static List<String> lines(Path log) {
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
