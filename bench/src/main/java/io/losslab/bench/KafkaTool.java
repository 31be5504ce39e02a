package io.losslab.bench;

import io.losslab.lab.process.LabHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** One of Kafka's own performance tools, as a process with the heap and the collector that the services have. */
final class KafkaTool {
    private static final int LAST_WORDS = 5;

    /** Reads what a line of the tool's says of how many records were done since the line before. */
    interface Progress {
        /** Records done by now; empty for a line that does not say. */
        OptionalLong records(String line, long before);
    }

    private final LabHome home;

    KafkaTool(LabHome home) {
        this.home = home;
    }

    /** Reads a topic from its start in a group of its own, with the tool's own settings. */
    Trial consumer(String servers, String topic, long records) throws IOException, InterruptedException {
        return run(
                "org.apache.kafka.tools.ConsumerPerformance",
                List.of(
                        "--bootstrap-server",
                        servers,
                        "--topic",
                        topic,
                        "--num-records",
                        Long.toString(records),
                        "--show-detailed-stats",
                        "--hide-header",
                        "--reporting-interval",
                        "100",
                        "--timeout",
                        "30000"),
                KafkaTool::consumed);
    }

    /** {@code time, thread, MB, MB/s, records, records/s, ...}. */
    static OptionalLong consumed(String line, long before) {
        String[] fields = line.split(",\\s*");
        return fields.length >= 6 && fields[4].matches("\\d+")
                ? OptionalLong.of(Long.parseLong(fields[4]))
                : OptionalLong.empty();
    }

    /**
     * Sends with the settings of load-producer's client.
     *
     * @param perSecond -1 for as fast as it can
     * @param value what {@code --payload-file} or {@code --record-size} takes, with that option before it
     */
    Trial producer(String servers, String topic, long records, long perSecond, String acks, List<String> value)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-server",
                servers,
                "--topic",
                topic,
                "--num-records",
                Long.toString(records),
                "--throughput",
                Long.toString(perSecond),
                "--reporting-interval",
                "250"));
        arguments.addAll(value);
        arguments.add("--command-property");
        ProducerTrial.clientSettings(acks).forEach((key, setting) -> {
            if (!key.endsWith(".serializer")) {
                arguments.add(key + "=" + setting);
            }
        });
        return run("org.apache.kafka.tools.ProducerPerformance", arguments, KafkaTool::produced);
    }

    /** {@code 123456 records sent, ... records/sec ...}, of the interval; the summary at the end has all of them. */
    static OptionalLong produced(String line, long before) {
        int end = line.indexOf(" records sent,");
        if (end < 0 || !line.substring(0, end).matches("\\d+") || line.contains("95th")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(before + Long.parseLong(line.substring(0, end)));
    }

    private Trial run(String mainClass, List<String> arguments, Progress progress)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                home.brokerLibs() + "/*",
                mainClass));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
        Trial trial = new Trial();
        Deque<String> words = new ArrayDeque<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long done = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                OptionalLong now = progress.records(line, done);
                if (now.isPresent()) {
                    done = now.getAsLong();
                    trial.add(System.nanoTime(), done, Trial.cpuNanos(process.pid()));
                } else {
                    words.add(line);
                    if (words.size() > LAST_WORDS) {
                        words.remove();
                    }
                }
            }
        }
        int exit = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(killer);
        if (exit != 0) {
            throw new IllegalStateException(mainClass + " ended with " + exit + ": " + String.join(" | ", words));
        }
        return trial;
    }
}
