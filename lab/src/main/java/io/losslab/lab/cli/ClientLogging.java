package io.losslab.lab.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * The words of Kafka's clients inside the lab: they repeat what the lab says better, and would tear the live display.
 */
final class ClientLogging {
    private ClientLogging() {}

    static void silence() {
        configure("handlers=\n.level=OFF\n");
    }

    static void toStandardError() {
        configure("""
                handlers=java.util.logging.ConsoleHandler
                .level=INFO
                java.util.logging.ConsoleHandler.level=ALL
                java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n
                """);
    }

    private static void configure(String properties) {
        try {
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(properties.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
