package io.losslab.bench;

import io.losslab.lab.LabException;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.place.EmbeddedPlace;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
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
        name = "recording",
        mixinStandardHelpOptions = true,
        description = {
            "What recording costs a producer and a consumer, with the ledger and without, in turns, on a real broker of its own.",
            "",
            "load-producer and fast-consumer are the services at full speed; for them --limit holds, else the exit code is 1."
                    + " \"bare\" are loops over Kafka's own clients that do for a record what the services do (identity,"
                    + " checksum, latency) and nothing else: an upper bound, without a limit."
        })
final class RecordingBench implements Callable<Integer> {
    private interface Trial {
        double run(@Nullable Path ledgers) throws IOException;
    }

    @Option(names = "--value-bytes", split = ",", description = "Sizes of the values (default: ${DEFAULT-VALUE}).")
    List<Integer> valueBytes = List.of(100, 1024);

    @Option(
            names = "--records",
            description = "A trial of the others, of 100 bytes; larger ones fewer (default: ${DEFAULT-VALUE}).")
    long records = 4_000_000;

    @Option(names = "--partitions", description = "Of the topic (default: ${DEFAULT-VALUE}).")
    int partitions = 6;

    @Option(
            names = "--trials",
            description = "Pairs of trials after a first that does not count (default: ${DEFAULT-VALUE}).")
    int trials = 9;

    @Option(names = "--seconds", description = "A trial of load-producer (default: ${DEFAULT-VALUE}).")
    int seconds = 8;

    @Option(names = "--limit", description = "Share of the throughput that is allowed (default: ${DEFAULT-VALUE}).")
    double limit = 0.05;

    private Path home = Path.of(System.getProperty("losslab.home", "."));

    @Override
    @SuppressWarnings("ClosingStandardOutputStreams") // the session is closed, not what it prints to
    public Integer call() throws IOException, InterruptedException {
        if (records < 1 || partitions < 1 || trials < 1) {
            System.err.println("bench: --records, --partitions and --trials must be 1 or more");
            return 2;
        }
        LabHome lab = new LabHome(home);
        Path dir = Files.createTempDirectory("losslab-bench-");
        boolean held = true;
        try (LabSession session =
                lab.registry().open(ProcessRegistry.Kind.RUN, "bench recording", System.err::println)) {
            session.removeAtEnd(dir);
            try (Cluster cluster = new EmbeddedPlace(lab, session).start(new ClusterSpec(1, Map.of()), dir);
                    BenchTopics topics = new BenchTopics(cluster)) {
                for (int bytes : valueBytes) {
                    held &= measure(
                            new ServiceTrial(lab, session, cluster.bootstrapServers()),
                            cluster.bootstrapServers(),
                            topics,
                            bytes,
                            dir);
                }
            }
        } catch (LabException e) {
            System.err.println("bench: " + e.getMessage());
            return 3;
        }
        return held ? 0 : 1;
    }

    private boolean measure(ServiceTrial services, String servers, BenchTopics topics, int bytes, Path dir)
            throws IOException, InterruptedException {
        long count = Math.max(1, records * 100 / Math.max(100, bytes / 2));
        String sent = "bench-sent-" + bytes;
        // bounded: retention takes what earlier trials wrote
        topics.create(sent, partitions, Map.of("retention.bytes", "67108864", "segment.bytes", "33554432"));
        boolean held = compare("load-producer", bytes, dir, ledgers -> services.producer(sent, bytes, seconds, ledgers))
                <= limit;
        compare(
                "bare producer",
                bytes,
                dir,
                ledgers -> ProducerTrial.run(servers, sent, partitions, bytes, count, ledgers));
        String read = "bench-read-" + bytes;
        topics.create(read, partitions, Map.of("retention.ms", "-1"));
        ProducerTrial.run(servers, read, partitions, bytes, count, null);
        held &= compare("fast-consumer", bytes, dir, ledgers -> services.consumer(read, count, ledgers)) <= limit;
        compare("bare consumer", bytes, dir, ledgers -> ConsumerTrial.run(servers, read, partitions, count, ledgers));
        topics.delete(List.of(sent, read));
        return held;
    }

    /** Pairs, each begun by the other arm than the one before, so that neither profits from what lies about warm. */
    private double compare(String who, int bytes, Path dir, Trial trial) throws IOException {
        List<Double> off = new ArrayList<>();
        List<Double> on = new ArrayList<>();
        for (int pair = 0; pair <= trials; pair++) {
            Path ledgers = Files.createTempDirectory(dir, "ledger-");
            boolean first = pair % 2 == 0;
            double one = trial.run(first ? null : ledgers);
            double other = trial.run(first ? ledgers : null);
            if (pair > 0) {
                off.add(first ? one : other);
                on.add(first ? other : one);
            }
        }
        Spread share = Spread.ofShares(off, on);
        System.out.printf(
                Locale.ROOT,
                "%-13s %5d bytes  off %,10.0f  on %,10.0f records/s (medians of %d pairs)  cost %s%n",
                who,
                bytes,
                Spread.of(off).median(),
                Spread.of(on).median(),
                trials,
                share);
        return share.median();
    }
}
