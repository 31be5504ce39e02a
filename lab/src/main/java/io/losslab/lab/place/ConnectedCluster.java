package io.losslab.lab.place;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/** A cluster that is not the lab's, looked at every other second so that its silence is noticed. */
final class ConnectedCluster implements Cluster {
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final String bootstrapServers;
    private final Map<String, String> clientProperties;
    private final Admin admin;
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "losslab-cluster-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int brokerCount;
    private volatile String kafkaVersion = "unknown";
    private volatile long answeredAt = System.nanoTime();

    ConnectedCluster(String bootstrapServers, Map<String, String> clientProperties, Admin admin) {
        this.bootstrapServers = bootstrapServers;
        this.clientProperties = clientProperties;
        this.admin = admin;
    }

    /** Asks once who is there. */
    void look(Duration timeout) throws ExecutionException, InterruptedException {
        brokerCount = admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) timeout.toMillis()))
                .nodes()
                .get()
                .size();
        if (kafkaVersion.equals("unknown")) {
            kafkaVersion = version();
        }
        answeredAt = System.nanoTime();
    }

    void watch() {
        watcher.scheduleWithFixedDelay(
                () -> {
                    try {
                        look(LOOK_INTERVAL.multipliedBy(2));
                    } catch (ExecutionException ignored) {
                        // one answer missed; many make a failure
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                LOOK_INTERVAL.toMillis(),
                LOOK_INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Kafka does not tell its version to clients; the level of its metadata comes closest. */
    private String version() throws InterruptedException {
        try {
            FeatureMetadata features =
                    admin.describeFeatures().featureMetadata().get();
            FinalizedVersionRange level = features.finalizedFeatures().get("metadata.version");
            return level == null ? "unknown" : MetadataLevel.name(level.maxVersionLevel());
        } catch (ExecutionException e) {
            return "unknown";
        }
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public Map<String, String> clientProperties() {
        return clientProperties;
    }

    @Override
    public String kafkaVersion() {
        return kafkaVersion;
    }

    @Override
    public int brokerCount() {
        return brokerCount;
    }

    @Override
    public boolean isOwn() {
        return false;
    }

    @Override
    public Optional<String> failure() {
        Duration silent = Duration.ofNanos(System.nanoTime() - answeredAt);
        return silent.compareTo(SILENCE) > 0
                ? Optional.of(
                        "the cluster at " + bootstrapServers + " has not answered for " + silent.toSeconds() + " s")
                : Optional.empty();
    }

    @Override
    public void keep() {
        throw new IllegalStateException("the cluster at " + bootstrapServers + " is not the lab's; it stays anyway");
    }

    @Override
    public void close() {
        watcher.shutdownNow();
        admin.close(Duration.ofSeconds(2));
    }
}
