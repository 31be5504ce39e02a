package io.losslab.app.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The service of this module as it is shipped: its built jar in a JVM of its own, on a free port, against the
 * {@link TestBroker}. So it can be killed, started twice, and read by its log, as a user would.
 */
public final class AppProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Process process;
    private final Path log;
    private final String url;

    private AppProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        url = Awaitility.await("the service listens")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            if (!process.isAlive()) {
                                throw new IllegalStateException("the service ended: " + log());
                            }
                            Matcher line = LISTENING.matcher(log());
                            return line.find() ? line.group(1) : "";
                        },
                        found -> !found.isEmpty());
    }

    /**
     * @param dir for its ledger and log
     * @param settings configuration by property
     */
    public static AppProcess start(Path dir, Map<String, String> settings) {
        return start(Path.of(""), dir, settings);
    }

    /**
     * @param module the folder of the service's module
     * @param dir for its ledger and log
     * @param settings configuration by property
     */
    public static AppProcess start(Path module, Path dir, Map<String, String> settings) {
        Path log = dir.resolve("app-" + System.nanoTime() + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.port=0",
                "-Dkafka.bootstrap.servers=" + TestBroker.servers(),
                "-Dlosslab.ledger.dir=" + dir.resolve("ledger")));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of(
                "-jar", module.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new AppProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the service has logged so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode status() {
        return json(get("/status"));
    }

    /** Where it listens, such as {@code http://127.0.0.1:34567}. */
    public String url() {
        return url;
    }

    public HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    public HttpResponse<String> send(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(150))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + response.body(), e);
        }
    }

    /** The sum of the series on {@code /q/metrics} that start so; null when there is none. */
    public @Nullable Double metric(String nameAndLabelsStart) {
        double[] values = get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(nameAndLabelsStart))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        return values.length == 0 ? null : Arrays.stream(values).sum();
    }

    /** What a service prints and exits with that is started with nothing configured. */
    public record Ended(int exitCode, String output) {}

    /** Starts the service with nothing configured, which it must not survive. */
    public static Ended startWithoutBroker(Path dir) {
        Path log = dir.resolve("no-broker.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dquarkus.http.port=0",
                        "-Dlosslab.ledger.dir=" + dir.resolve("ledger"),
                        "-jar",
                        Path.of("target/quarkus-app/quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().remove("KAFKA_BOOTSTRAP_SERVERS");
        try {
            Process process = builder.start();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running: " + Files.readString(log));
            }
            return new Ended(process.exitValue(), Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        await(10);
    }

    /**
     * SIGTERM.
     *
     * @return whether it was gone within the seconds
     */
    public boolean terminate(int seconds) {
        process.destroy();
        return await(seconds);
    }

    private boolean await(int seconds) {
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
