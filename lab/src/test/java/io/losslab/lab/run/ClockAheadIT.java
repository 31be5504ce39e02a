package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.result.ExperimentOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** One service lives an hour ahead: the latencies say so, and what became of each record stays what it is. */
class ClockAheadIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final String JAVA = System.getProperty("java.home");
    private static final double HOUR_MS = Duration.ofHours(1).toMillis();

    @TempDir
    Path dir;

    @AfterEach
    void restoreJava() {
        System.clearProperty("losslab.java");
    }

    /** Debian's libfaketime; skipped, and said so, where it is not. */
    private static Optional<Path> fakeTime() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return Stream.concat(folders, Stream.of(Path.of("/usr/lib")))
                    .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::isRegularFile)
                    .findFirst();
        }
    }

    /** The Java that the lab starts its children with: this one, but an hour ahead for one of the services. */
    private void setAhead(String service) throws IOException {
        Optional<Path> library = fakeTime();
        if (library.isEmpty()) {
            System.err.println("ClockAheadIT SKIPPED: no libfaketime on this machine (Debian: libfaketime)");
        }
        assumeTrue(library.isPresent(), "no libfaketime");
        Path java = Files.createDirectories(dir.resolve("java/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                case "$*" in
                  */%s/target/*) export LD_PRELOAD=%s FAKETIME=+1h DONT_FAKE_MONOTONIC=1 ;;
                esac
                exec %s/bin/java "$@"
                """.formatted(service, library.get(), JAVA));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        System.setProperty("losslab.java", java.toString());
    }

    private JsonNode run(String experiment, String... sets) {
        ExperimentOutcome outcome = new ExperimentRunner(new QuietListener())
                .run(new RunRequest(
                        experiment, List.of(sets), dir.resolve("result"), HOME.root(), "losslab run " + experiment));
        assertThat(outcome.verdict()).as(outcome.result().toPrettyString()).isEqualTo(Verdict.EXPECTED);
        return outcome.result().path("runs").path(0);
    }

    private static void assertAllProcessed(JsonNode run) {
        long intended = run.path("produced").path("intended").asLong();
        assertThat(intended).isEqualTo(1_000);
        run.path("groups").forEach(group -> {
            assertThat(group.path("outcomes").path("processed").asLong()).isEqualTo(intended);
            assertThat(group.path("unexplained").asLong()).isZero();
            assertThat(group.path("lost").asLong()).isZero();
        });
    }

    @Test
    void aConsumersClockChangesItsLatenciesAndNoOutcome() throws Exception {
        setAhead("fast-consumer"); // by the batch: the library makes each hand-over to another thread slow
        JsonNode run =
                run("no-loss", "load.duration=5s", "load.tps=200", "consumers.slow.delay=0ms", "drain.timeout=90s");

        assertAllProcessed(run);
        JsonNode groups = run.path("groups");
        assertThat(groups.path("fast-consumer-group")
                        .path("endToEndLatencyMs")
                        .path("p50")
                        .asDouble())
                .isBetween(HOUR_MS, HOUR_MS + 120_000);
        assertThat(groups.path("slow-consumer-group")
                        .path("endToEndLatencyMs")
                        .path("p50")
                        .asDouble())
                .isBetween(0.0, 120_000.0);
    }

    /** A minute and a half, most of it the library's: on request, {@code -Dlosslab.clocks=all}. */
    @Test
    @EnabledIfSystemProperty(named = "losslab.clocks", matches = "all")
    void theProducersClockChangesNoOutcome() throws Exception {
        setAhead("load-producer");
        JsonNode run =
                run("no-loss", "load.duration=5s", "load.tps=200", "consumers.slow.delay=0ms", "drain.timeout=90s");

        assertAllProcessed(run);
    }
}
