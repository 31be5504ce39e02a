package io.losslab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "pacing",
        mixinStandardHelpOptions = true,
        description = {
            "Whether load-producer keeps the rate that it is told, beside kafka-producer-perf-test --throughput at the same rate.",
            "",
            "By the timestamps in the log: the rate, how late records were against their intended time, and how many came in"
                    + " each window of 10 ms. The first two seconds do not count. Exit 1 when load-producer's rate is further than"
                    + " 0.1% from the target."
        })
final class PacingBench implements Callable<Integer> {
    private static final double ALLOWED = 0.001;
    private static final int WARM_UP_MS = 2_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--rates", split = ",", description = "In records/s (default: ${DEFAULT-VALUE}).")
    List<Long> rates = List.of(1_000L, 10_000L, 100_000L, 200_000L);

    @Option(names = "--value-bytes", description = "Size of the values (default: ${DEFAULT-VALUE}).")
    int valueBytes = 100;

    @Option(names = "--partitions", description = "Of the topic (default: ${DEFAULT-VALUE}).")
    int partitions = 6;

    @Option(names = "--seconds", description = "How long each rate is held (default: ${DEFAULT-VALUE}).")
    int seconds = 12;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where the figures go as JSON, too, with every window.")
    @Nullable
    Path json;

    private record Held(long rate, Arrivals ours, Arrivals theirs) {
        static double share(Arrivals arrivals, long rate) {
            return arrivals.recordsPerSecond() / rate;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 4 || partitions < 1 || valueBytes < 100 || rates.stream().anyMatch(rate -> rate < 100)) {
            System.err.println(
                    "bench: wanted: --seconds 4 or more, --partitions 1 or more, --value-bytes 100 or more, --rates 100 or more");
            return 2;
        }
        return BenchPlace.with("pacing", this::measure);
    }

    private int measure(BenchPlace place) throws IOException, InterruptedException {
        List<Held> all = new ArrayList<>();
        boolean held = true;
        for (long rate : rates) {
            boolean oursFirst = all.size() % 2 == 0;
            Arrivals first = oursFirst ? ours(place, rate) : theirs(place, rate);
            Arrivals second = oursFirst ? theirs(place, rate) : ours(place, rate);
            Held done = new Held(rate, oursFirst ? first : second, oursFirst ? second : first);
            all.add(done);
            print("ours", rate, done.ours);
            print("kafka-producer-perf-test", rate, done.theirs);
            held &= Math.abs(Held.share(done.ours, rate) - 1) <= ALLOWED;
        }
        if (json != null) {
            Files.createDirectories(
                    java.util.Objects.requireNonNullElse(json.toAbsolutePath().getParent(), Path.of("/")));
            JSON.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), document(all));
        }
        return held ? 0 : 1;
    }

    private Arrivals ours(BenchPlace place, long rate) throws IOException, InterruptedException {
        String topic = topic(place, "ours", rate);
        JsonNode status = place.services().paced(topic, valueBytes, rate, seconds, place.ledgers());
        if (status.path("acked").asLong() != status.path("intended").asLong()) {
            throw new IllegalStateException("not every record was acknowledged: " + status);
        }
        return read(place, topic, status.path("acked").asLong());
    }

    private Arrivals theirs(BenchPlace place, long rate) throws IOException, InterruptedException {
        String topic = topic(place, "theirs", rate);
        long records = rate * seconds;
        new KafkaTool(place.home())
                .producer(
                        place.servers(),
                        topic,
                        records,
                        rate,
                        "all",
                        List.of("--record-size", Integer.toString(valueBytes)));
        return read(place, topic, records);
    }

    private String topic(BenchPlace place, String side, long rate) throws InterruptedException {
        String topic = "bench-paced-" + side + "-" + rate;
        place.topics().create(topic, partitions, Map.of("retention.ms", "-1"));
        return topic;
    }

    private Arrivals read(BenchPlace place, String topic, long records) throws InterruptedException {
        int length = (seconds * 1_000 - WARM_UP_MS - 500) / Arrivals.WINDOW_MS * Arrivals.WINDOW_MS;
        Arrivals arrivals = Arrivals.read(place.servers(), topic, partitions, records, WARM_UP_MS, length);
        place.topics().delete(List.of(topic));
        return arrivals;
    }

    private static void print(String who, long rate, Arrivals arrivals) {
        System.out.printf(
                Locale.ROOT,
                "pacing    %,9d/s  %-24s %+.3f%%, in a window of 10 ms %d (1%%), %d (median), %d (99%%), %d (most)%s%n",
                rate,
                who,
                100 * (Held.share(arrivals, rate) - 1),
                arrivals.inWindow(0.01),
                arrivals.inWindow(0.5),
                arrivals.inWindow(0.99),
                arrivals.inWindow(1),
                "ours".equals(who) ? ", 99.9% late by at most " + arrivals.lateAtMostMs(0.999) + " ms" : "");
    }

    private static ObjectNode document(List<Held> all) {
        ObjectNode document = JSON.createObjectNode();
        document.put("name", "pacing");
        document.set("machine", Pairs.machine());
        document.set(
                "ours", side(all.stream().map(h -> Held.share(h.ours, h.rate)).toList()));
        document.set(
                "theirs",
                side(all.stream().map(h -> Held.share(h.theirs, h.rate)).toList()));
        document.set(
                "ratio",
                Pairs.numbers(Spread.of(all.stream()
                        .map(h -> h.ours.recordsPerSecond() / h.theirs.recordsPerSecond())
                        .toList())));
        ArrayNode trials = document.putArray("trials");
        for (Held held : all) {
            ObjectNode trial = trials.addObject();
            trial.put("targetPerSecond", held.rate);
            windows(trial.putObject("ours"), held.ours).put("lateMs999", held.ours.lateAtMostMs(0.999));
            windows(trial.putObject("theirs"), held.theirs);
        }
        return document;
    }

    private static ObjectNode side(List<Double> shares) {
        return Pairs.numbers(Spread.of(shares)).put("unit", "share of the target rate");
    }

    private static ObjectNode windows(ObjectNode node, Arrivals arrivals) {
        node.put("recordsPerSecond", arrivals.recordsPerSecond());
        ArrayNode windows = node.putArray("recordsPer10ms");
        for (int window : arrivals.perWindow()) {
            windows.add(window);
        }
        return node;
    }
}
