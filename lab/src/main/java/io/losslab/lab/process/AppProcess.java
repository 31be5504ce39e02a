package io.losslab.lab.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.losslab.lab.LabException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A built app as a child process of the lab, spoken to over REST as a user would. Thread-safe. */
public final class AppProcess implements AutoCloseable {
    /** Above the environment (300) and below system properties (400): what the experiment says is what counts. */
    private static final String CONFIG_ORDINAL = "390";

    private static final Duration ORDERLY_END = Duration.ofSeconds(15);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    /** A connection ends a moment before its process is seen to be gone. */
    private static final Duration DYING = Duration.ofMillis(500);

    /** A service that somebody else tells to end closes its port first, then flushes and closes its clients. */
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(25);
    private static final Pattern LISTENING = Pattern.compile("Listening on: (https?://\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AppSpec spec;
    private final ChildProcess process;
    private final Path privateDir;
    private final LabSession session;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final long startedNanos = System.nanoTime();
    private volatile URI url;

    private AppProcess(AppSpec spec, ChildProcess process, Path privateDir, LabSession session) {
        this.spec = spec;
        this.process = process;
        this.privateDir = privateDir;
        this.session = session;
    }

    /**
     * Starts the app on a free port of 127.0.0.1, unless its configuration says otherwise, and does not wait for it.
     * Its configuration, and what it keeps for the moment, are in a folder that only its owner can enter, removed when the
     * app ends.
     */
    public static AppProcess start(AppSpec spec, LabSession session) {
        Path workDir = spec.workDir().toAbsolutePath();
        Path privateDir = workDir.resolve(spec.name() + "-config");
        session.removeAtEnd(privateDir);
        Path config = privateDir.resolve("application.properties");
        Path temporary = privateDir.resolve("tmp"); // the system's is everybody's
        try {
            Folders.makePrivate(privateDir);
            Files.createDirectories(temporary);
            Folders.writePrivate(config, AppConfigFile.content(withDefaults(spec.config())));
        } catch (IOException e) {
            throw new LabException.Environment("cannot write " + config + ": " + e.getMessage(), e);
        }
        List<String> arguments = new ArrayList<>(List.of(
                "-Xmx" + spec.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Djava.io.tmpdir=" + temporary,
                // a list: a comma would part it
                "-Dquarkus.config.locations=" + config.toUri().toString().replace(",", "%2C"),
                "-jar",
                spec.jar().toAbsolutePath().toString()));
        ChildProcess process = ChildProcess.start(
                session, spec.name(), workDir, workDir.resolve(spec.name() + ".log"), ORDERLY_END, arguments);
        return new AppProcess(spec, process, privateDir, session);
    }

    private static Map<String, String> withDefaults(Map<String, String> config) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("config_ordinal", CONFIG_ORDINAL);
        all.put("quarkus.http.host", "127.0.0.1");
        all.put("quarkus.http.port", "0");
        all.put("quarkus.banner.enabled", "false");
        all.putAll(config);
        return all;
    }

    public String name() {
        return spec.name();
    }

    public long pid() {
        return process.pid();
    }

    /** Everything it says. */
    public Path logFile() {
        return process.logFile();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Why it is gone, in one line, unless {@link #kill} or {@link #stop} was called. Cheap. */
    public Optional<String> failure() {
        return process.failure();
    }

    /**
     * Returns when {@code /q/health/ready} says UP.
     *
     * @param timeout counts from its start, so that several that start together may be awaited one after the other
     * @throws LabException.Environment when it dies first, or is not ready in time
     */
    public void awaitReady(Duration timeout) {
        awaitReady(timeout, Optional::empty);
    }

    /**
     * The same, while something else may fail without which it will never be ready.
     *
     * @param elsewhere why that is gone, in one line, if it is; asked often
     */
    public void awaitReady(Duration timeout, Supplier<Optional<String>> elsewhere) {
        long deadline = startedNanos + timeout.toNanos();
        try {
            while (!isReady()) {
                Optional<String> failure = elsewhere.get().or(this::failure);
                if (failure.isPresent()) {
                    throw new LabException.Environment(failure.get());
                }
                if (System.nanoTime() > deadline) {
                    throw new LabException.Environment(name() + " was not ready within " + timeout.toSeconds() + " s"
                            + process.lastError()
                                    .map(line -> "; last in its log: " + line)
                                    .orElse("")
                            + " (log: " + logFile() + ")");
                }
                Thread.sleep(LOOK_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted while " + name() + " was starting", e);
        }
    }

    /** Whether {@code /q/health/ready} says UP now. */
    private boolean isReady() throws InterruptedException {
        if (url == null) {
            Optional<URI> found = listening();
            if (found.isEmpty()) {
                return false;
            }
            url = found.get();
        }
        try {
            return send("GET", "/q/health/ready", ANSWER_TIMEOUT).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<URI> listening() {
        for (String line : process.words()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                return Optional.of(URI.create(matcher.group(1).replace("//localhost", "//127.0.0.1")));
            }
        }
        return Optional.empty();
    }

    /** Its address, such as {@code http://127.0.0.1:34567}; known once it is ready. */
    public URI url() {
        if (url == null) {
            throw new IllegalStateException(name() + " is not ready");
        }
        return url;
    }

    /**
     * The answer to a request.
     *
     * @param path from {@code /} on, with its query
     * @throws LabException.BadInput when the app refuses it (4xx); the message is the detail of its problem
     * @throws LabException.Environment when it fails (5xx), is gone, or does not answer
     */
    public JsonNode get(String path) {
        return request("GET", path, ANSWER_TIMEOUT);
    }

    /** As {@link #get(String)}, for what may take long. */
    public JsonNode get(String path, Duration timeout) {
        return request("GET", path, timeout);
    }

    /** As {@link #get(String)}. */
    public JsonNode put(String path) {
        return request("PUT", path, ANSWER_TIMEOUT);
    }

    /** As {@link #get(String)}. */
    public JsonNode post(String path) {
        return request("POST", path, ANSWER_TIMEOUT);
    }

    private JsonNode request(String method, String path, Duration timeout) {
        String what = name() + ": " + method + " " + path;
        try {
            HttpResponse<String> response = send(method, path, timeout);
            if (response.statusCode() >= 400) {
                String detail = detail(response.body()).orElse("status " + response.statusCode());
                throw response.statusCode() < 500
                        ? new LabException.BadInput(what + ": " + detail)
                        : new LabException.Environment(what + ": " + detail);
            }
            return JSON.readTree(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment(what + ": interrupted", e);
        } catch (JsonProcessingException e) {
            throw new LabException.Environment(what + ": the answer is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            boolean closing = !(e instanceof HttpTimeoutException) && !process.isEndWanted();
            process.awaitExitAtMost(closing ? CLOSING : DYING);
            throw new LabException.Environment(
                    failure().orElse(what + ": no answer: " + (e.getMessage() == null ? e.toString() : e.getMessage())),
                    e);
        }
    }

    private HttpResponse<String> send(String method, String path, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url().resolve(path))
                .timeout(timeout)
                .header("Accept", "application/json")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The detail line of an RFC 9457 problem. */
    private static Optional<String> detail(String body) {
        try {
            JsonNode problem = JSON.readTree(body);
            String detail = problem.path("detail").asText(problem.path("title").asText(""));
            return detail.isBlank() ? Optional.empty() : Optional.of(detail);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** SIGKILL, as a crash would end it; returns when it is gone. */
    public void kill() {
        process.kill();
        removeConfig();
    }

    /** SIGTERM without waiting, to end several at the same time: {@link #stop} them afterwards. */
    public void askToStop() {
        process.askToEnd();
    }

    /** An orderly end: SIGTERM, and SIGKILL when it takes longer than 15 s; returns when it is gone. */
    public void stop() {
        process.end();
        removeConfig();
    }

    /** SIGSTOP: it keeps its connections and does nothing. */
    public void pause() {
        process.pause();
    }

    /** SIGCONT. */
    public void resume() {
        process.resume();
    }

    /** {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private synchronized void removeConfig() {
        if (Files.exists(privateDir)) {
            Folders.delete(privateDir);
            session.forgetFolder(privateDir);
        }
    }
}
