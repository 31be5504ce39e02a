package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.losslab.lab.LabException;
import io.losslab.lab.process.LabHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody ends a broker, or a service, of a run: the lab says so, soon, and by name. */
class ServiceDiesIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final Pattern LOG = Pattern.compile("\\(log: ([^)]+)\\)");

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "kafka.Kafka, KILL, broker-1, was ended by signal 9",
        "load-producer, TERM, load-producer, 'was ended by SIGTERM (signal 15, by somebody else; exit code 143)'",
    })
    void isSaidWithinFiveSeconds(String command, String signal, String name, String how) throws Exception {
        Path result = dir.resolve("result");
        QuietListener listener = new QuietListener();
        CompletableFuture<Throwable> end =
                CompletableFuture.supplyAsync(() -> catchThrowable(() -> new ExperimentRunner(listener)
                        .run(new RunRequest(
                                "no-loss",
                                List.of("load.duration=120s", "load.tps=500"),
                                result,
                                HOME.root(),
                                "losslab run no-loss"))));
        await().atMost(Duration.ofSeconds(180)).until(() -> end.isDone() || isLoading(result));
        assertThat(end).as("the run").isNotDone();

        long pid = child(command).orElseThrow().pid();
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        long killed = System.nanoTime();
        Throwable failure = end.get(60, java.util.concurrent.TimeUnit.SECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - killed);

        assertThat(failure).isInstanceOf(LabException.Environment.class);
        assertThat(failure).hasMessageStartingWith(name + " (pid " + pid + ") " + how);
        if (name.startsWith("broker")) {
            assertThat(took).isLessThan(Duration.ofSeconds(5));
        }
        Matcher log = LOG.matcher(failure.getMessage());
        assertThat(log.find()).isTrue();
        assertThat(Path.of(log.group(1))).isRegularFile();
        assertThat(child("kafka.Kafka")).isEmpty();
    }

    private boolean isLoading(Path result) throws Exception {
        Path timeline = result.resolve("timeline.csv");
        return Files.exists(timeline) && Files.readString(timeline).contains(",load,");
    }

    /** Of this very test. */
    private static Optional<ProcessHandle> child(String command) {
        return ProcessHandle.current()
                .children()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments).contains(command))
                        .orElse(false))
                .findFirst();
    }
}
