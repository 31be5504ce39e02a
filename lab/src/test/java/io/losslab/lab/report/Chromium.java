package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real browser without a window, driven by its own protocol (DevTools): Debian's Chromium, or a Chrome. One page; the
 * network is off.
 */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final String session;

    /** The browser of this machine: {@code LOSSLAB_CHROMIUM}, or the first on the path. */
    static Optional<Path> installed() {
        Stream<Path> named =
                Stream.ofNullable(System.getenv("LOSSLAB_CHROMIUM")).map(Path::of);
        Stream<Path> found = NAMES.stream().flatMap(name -> Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name)));
        return Stream.concat(named, found).filter(Files::isExecutable).findFirst();
    }

    Chromium(Path binary, Path profile) throws Exception {
        process = new ProcessBuilder(
                        binary.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address(process.errorReader())), new Listener())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String target = null;
        for (JsonNode one : call("Target.getTargets", null, "{}").path("targetInfos")) {
            target = one.path("type").asText().equals("page")
                    ? one.path("targetId").asText()
                    : target;
        }
        session = call("Target.attachToTarget", null, "{\"targetId\":\"" + target + "\",\"flatten\":true}")
                .path("sessionId")
                .asText();
        call("Page.enable", "{}");
        call("Runtime.enable", "{}");
        call("Network.enable", "{}");
        call(
                "Network.emulateNetworkConditions",
                "{\"offline\":true,\"latency\":0,\"downloadThroughput\":-1,\"uploadThroughput\":-1}");
    }

    private static String address(BufferedReader stderr) throws IOException {
        for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
            if (line.startsWith("DevTools listening on ")) {
                // must be read on, or the browser stands still when the pipe is full
                Thread drain = new Thread(() -> stderr.lines().forEach(rest -> {}), "chromium-stderr");
                drain.setDaemon(true);
                drain.start();
                return line.substring("DevTools listening on ".length()).strip();
            }
        }
        throw new IOException("the browser ended before it could be talked to");
    }

    /** Opens a page as a screen of this size would show it. */
    void open(Path page, int width, int height, boolean dark) throws Exception {
        problems.clear();
        size(width, height);
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + (dark ? "dark" : "light") + "\"}]}");
        call("Page.navigate", "{\"url\":\"" + page.toUri() + "\"}");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // the page is there when its last element is
        while (!evaluate(
                        "document.readyState === 'complete' && !!document.querySelector('footer') && location.href.startsWith('file')")
                .asBoolean()) {
            if (!problems.isEmpty() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the page does not build itself: " + problems);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void size(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":" + width + ",\"height\":" + height + ",\"deviceScaleFactor\":1,\"mobile\":" + (width < 600)
                        + "}");
    }

    JsonNode evaluate(String script) throws Exception {
        ObjectNode parameters =
                JSON.createObjectNode().put("expression", script).put("returnByValue", true);
        JsonNode answer = call("Runtime.evaluate", parameters.toString());
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    /** Errors that nothing caught, and what the page said on its console. */
    List<String> problems() {
        return problems;
    }

    /** The page from top to bottom, or what a selector names of it. */
    void screenshot(Path png, String selector) throws Exception {
        String box =
                "JSON.stringify((r => [r.left + scrollX, r.top + scrollY, r.width, r.height])(document.querySelector('"
                        + selector + "').getBoundingClientRect()))";
        JsonNode at = JSON.readTree(evaluate(box).asText());
        ObjectNode parameters = JSON.createObjectNode().put("captureBeyondViewport", true);
        parameters
                .putObject("clip")
                .put("x", at.get(0).asDouble())
                .put("y", at.get(1).asDouble())
                .put("width", at.get(2).asDouble())
                .put("height", at.get(3).asDouble())
                .put("scale", 1);
        JsonNode answer = call("Page.captureScreenshot", parameters.toString());
        Files.write(png, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    void pdf(Path pdf) throws Exception {
        JsonNode answer =
                call("Page.printToPDF", "{\"paperWidth\":8.27,\"paperHeight\":11.69,\"preferCSSPageSize\":true}");
        Files.write(pdf, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    JsonNode call(String method, String parameters) throws Exception {
        return call(method, session, parameters);
    }

    private JsonNode call(String method, String inSession, String parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.readTree(parameters));
        if (inSession != null) {
            message.put("sessionId", inSession);
        }
        socket.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        JsonNode got = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (got.has("error")) {
            throw new IllegalStateException(method + ": " + got.path("error"));
        }
        return got.path("result");
    }

    @Override
    public void close() throws Exception {
        try {
            call("Browser.close", null, "{}");
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the browser does not end");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                received(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void received(String message) {
            try {
                JsonNode node = JSON.readTree(message);
                CompletableFuture<JsonNode> waiting =
                        answers.remove(node.path("id").asInt(-1));
                if (waiting != null) {
                    waiting.complete(node);
                }
                String method = node.path("method").asText();
                if (method.equals("Runtime.exceptionThrown") || method.equals("Runtime.consoleAPICalled")) {
                    problems.add(node.path("params").toString());
                }
            } catch (IOException e) {
                problems.add("not JSON: " + message);
            }
        }
    }
}
