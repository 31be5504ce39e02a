package io.losslab.lab.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;

/**
 * Answers as a service does, by a script: keys of its configuration that end with {@code fake.idle} (its status before a
 * start), {@code fake.sending} (one status a line after each start, the last of which stays; {@code EXIT} ends the process)
 * and {@code fake.stopped}. Says what it was asked, health and status left out.
 */
final class FakeService {
    private final Properties config = new Properties();
    private Deque<String> script;

    private FakeService() {}

    public static void main(String[] args) throws IOException {
        new FakeService().serve();
    }

    private void serve() throws IOException {
        try (FileInputStream in =
                new FileInputStream(Path.of(URI.create(System.getProperty("quarkus.config.locations")))
                        .toFile())) {
            config.load(in);
        }
        script = scripted("fake.idle", "{\"state\":\"IDLE\"}");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> answer(exchange, "{}"));
        server.createContext("/status", exchange -> answer(exchange, status()));
        server.createContext("/start", exchange -> {
            script = scripted("fake.sending", "{\"state\":\"RUNNING\"}\n{\"state\":\"STOPPED\"}");
            asked(exchange);
            answer(exchange, "{}");
        });
        server.createContext("/stop", exchange -> {
            script = scripted("fake.stopped", "{\"state\":\"STOPPED\",\"achievedTps\":100}");
            asked(exchange);
            answer(exchange, script.peek());
        });
        server.createContext("/delay", exchange -> {
            asked(exchange);
            answer(exchange, "{}");
        });
        server.start();
        System.out.println("fake started in 0.1s. Listening on: http://127.0.0.1:"
                + server.getAddress().getPort());
    }

    private Deque<String> scripted(String suffix, String otherwise) {
        String lines = config.stringPropertyNames().stream()
                .filter(key -> key.endsWith(suffix))
                .map(config::getProperty)
                .findFirst()
                .orElse(otherwise);
        return new ArrayDeque<>(List.of(lines.split("\n")));
    }

    private String status() {
        String now = script.size() > 1 ? script.poll() : script.peek();
        if (now.equals("EXIT")) {
            System.exit(3);
        }
        return now;
    }

    private static void asked(HttpExchange exchange) {
        System.out.println("asked " + exchange.getRequestMethod() + " " + exchange.getRequestURI());
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
