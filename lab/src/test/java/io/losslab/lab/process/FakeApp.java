package io.losslab.lab.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;

/** Behaves as an app does towards the lab, without Quarkus: configuration file, first line, health, problems. */
final class FakeApp {
    private FakeApp() {}

    public static void main(String[] args) throws IOException {
        Properties config = new Properties();
        try (FileInputStream in =
                new FileInputStream(Path.of(URI.create(System.getProperty("quarkus.config.locations")))
                        .toFile())) {
            config.load(in);
        }
        if (config.containsKey("fail")) {
            System.out.println("12:00:00,000 ERROR [io.qua.run.Application] (main) " + config.getProperty("fail"));
            System.exit(1);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int ready = Integer.parseInt(config.getProperty("ready.status", "200"));
        server.createContext("/q/health/ready", exchange -> answer(exchange, ready, "{\"status\":\"UP\"}"));
        server.createContext(
                "/status",
                exchange ->
                        answer(exchange, 200, "{\"secret\":\"" + config.getProperty("kafka.sasl.jaas.config") + "\"}"));
        server.createContext(
                "/tmpdir",
                exchange -> answer(exchange, 200, "{\"dir\":\"" + System.getProperty("java.io.tmpdir") + "\"}"));
        server.createContext(
                "/start",
                exchange ->
                        answer(exchange, 400, "{\"title\":\"Bad Request\",\"detail\":\"tps is 0; allowed: 1 to 10\"}"));
        server.createContext("/broken", exchange -> answer(exchange, 500, "not json"));
        server.start();
        System.out.println("fake started in 0.1s. Listening on: http://127.0.0.1:"
                + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
