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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
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
                    Admin admin = Admin.create(Map.copyOf(cluster.clientProperties()))) {
                for (int bytes : valueBytes) {
                    held &= measure(
                            new ServiceTrial(lab, session, cluster.bootstrapServers()),
                            cluster.bootstrapServers(),
                            admin,
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

    private boolean measure(ServiceTrial services, String servers, Admin admin, int bytes, Path dir)
            throws IOException, InterruptedException {
        long count = Math.max(1, records * 100 / Math.max(100, bytes / 2));
        String sent = "bench-sent-" + bytes;
        // bounded: retention takes what earlier trials wrote
        create(admin, sent, Map.of("retention.bytes", "67108864", "segment.bytes", "33554432"));
        boolean held = compare("load-producer", bytes, dir, ledgers -> services.producer(sent, bytes, seconds, ledgers))
                <= limit;
        compare(
                "bare producer",
                bytes,
                dir,
                ledgers -> ProducerTrial.run(servers, sent, partitions, bytes, count, ledgers));
        String read = "bench-read-" + bytes;
        create(admin, read, Map.of("retention.ms", "-1"));
        ProducerTrial.run(servers, read, partitions, bytes, count, null);
        held &= compare("fast-consumer", bytes, dir, ledgers -> services.consumer(read, count, ledgers)) <= limit;
        compare("bare consumer", bytes, dir, ledgers -> ConsumerTrial.run(servers, read, partitions, count, ledgers));
        delete(admin, List.of(sent, read));
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

    private void create(Admin admin, String topic, Map<String, String> config) throws InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
                    .all()
                    .get();
            awaitLeaders(admin, topic);
        } catch (ExecutionException e) {
            throw new LabException.Environment("cannot create " + topic + ": " + e.getMessage(), e);
        }
    }

    /** A partition that is not led yet lets a producer's batches overtake each other. */
    private void awaitLeaders(Admin admin, String topic) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> all = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest()));
        for (int attempt = 1; ; attempt++) {
            try {
                admin.listOffsets(all).all().get();
                return;
            } catch (ExecutionException e) {
                if (attempt == 50 || !(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static void delete(Admin admin, List<String> topics) throws InterruptedException {
        try {
            admin.deleteTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new LabException.Environment("cannot delete " + topics + ": " + e.getMessage(), e);
        }
    }
}
