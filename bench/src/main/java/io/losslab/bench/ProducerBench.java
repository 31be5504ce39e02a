package io.losslab.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "producer",
        mixinStandardHelpOptions = true,
        description = {
            "How fast load-producer sends beside kafka-producer-perf-test, turn by turn, on a real broker of its own.",
            "",
            "Nothing of the service is off: identity, checksum, ledger, latencies, metrics, a key for each record. The tool has"
                    + " the same settings of the client, and no keys. It is asked twice: with --payload-file, which takes its"
                    + " values from memory, and with --record-size, which makes each random byte while it sends."
        })
final class ProducerBench implements Callable<Integer> {
    private static final int PAYLOADS = 1_000;

    @Mixin
    PairOptions options = new PairOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.measured("producer", this::measure);
    }

    private int measure(BenchPlace place) throws IOException, InterruptedException {
        List<Pairs> all = new ArrayList<>();
        for (int bytes : options.valueBytes) {
            Path payloads = payloads(place.dir(), bytes);
            all.add(compare(place, bytes, "--payload-file", payloads.toString()));
            all.add(compare(place, bytes, "--record-size", Integer.toString(bytes)));
        }
        if (options.json != null) {
            Pairs.write(options.json, all);
        }
        return 0;
    }

    private Pairs compare(BenchPlace place, int bytes, String option, String value)
            throws IOException, InterruptedException {
        long records = options.recordsOf(bytes);
        KafkaTool tool = new KafkaTool(place.home());
        String topic = "bench-sent-" + bytes + option.replace("--", "-");
        // bounded: retention takes what earlier trials wrote
        place.topics()
                .create(topic, options.partitions, Map.of("retention.bytes", "67108864", "segment.bytes", "33554432"));
        Map<String, String> settings = Map.of(
                "mp.messaging.outgoing.load.acks",
                options.acks,
                "mp.messaging.outgoing.load.enable.idempotence",
                Boolean.toString("all".equals(options.acks)));
        Pairs pairs = new Pairs("producer", "kafka-producer-perf-test " + option, bytes);
        pairs.run(
                options.trials,
                () -> stored(place, topic, records, () -> place.services()
                        .loadProducer(topic, bytes, records, settings, place.ledgers())
                        .figures()),
                () -> stored(place, topic, records, () -> tool.producer(
                                place.servers(), topic, records, -1, options.acks, List.of(option, value))
                        .figures()));
        pairs.print();
        place.topics().delete(List.of(topic));
        return pairs;
    }

    /** What was acknowledged is in the log, or the figure is none. */
    private Trial.Figures stored(BenchPlace place, String topic, long records, Pairs.Side side)
            throws IOException, InterruptedException {
        long before = place.topics().stored(topic, options.partitions);
        Trial.Figures figures = side.run();
        long stored = place.topics().stored(topic, options.partitions) - before;
        if (stored < records && !"0".equals(options.acks)) {
            throw new IllegalStateException("the log grew by " + stored + " of " + records + " records");
        }
        return figures;
    }

    private static Path payloads(Path dir, int bytes) throws IOException {
        Path file = dir.resolve("payloads-" + bytes);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PAYLOADS; i++) {
            for (int at = 0; at < bytes; at++) {
                text.append((char) ('a' + (at * 31 + i * 17) % 26));
            }
            text.append('\n');
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII);
        return file;
    }
}
