package io.losslab.lab.place;

import io.losslab.lab.LabException;
import io.losslab.lab.process.Folders;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.config.ConfigResource;

/** Brokers of the lab's own. */
final class EmbeddedCluster implements Cluster {
    /** A broker on a busy laptop is up after 2 to 10 s. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

    private final String kafkaVersion;
    private final List<BrokerProcess> brokers = new ArrayList<>();
    private final List<BrokerProcess> controllers = new ArrayList<>();
    private final List<Path> removable = new ArrayList<>();
    private final LabSession session;
    private final String clusterId;
    private final Links links;
    private boolean kept;
    private boolean closed;

    /** A port that was free is not any more. */
    static final class PortTaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortTaken(String message) {
            super(message);
        }
    }

    /**
     * @param links null when its processes reach each other directly
     */
    EmbeddedCluster(String kafkaVersion, String clusterId, Links links, LabSession session) {
        this.links = links;
        this.kafkaVersion = kafkaVersion;
        this.clusterId = clusterId;
        this.session = session;
    }

    /** Takes charge of a process that was started. */
    void add(BrokerProcess process) {
        (process.isBroker() ? brokers : controllers).add(process);
    }

    /** The folder goes with the cluster. */
    void remove(Path folder) {
        session.removeAtEnd(folder);
        removable.add(folder);
    }

    private List<BrokerProcess> processes() {
        return Stream.concat(controllers.stream(), brokers.stream()).toList();
    }

    /**
     * Returns when every broker serves; fails when one dies, it takes too long, or Kafka does not know a setting.
     *
     * @param settings names of the broker settings that the user chose
     */
    void awaitReady(Set<String> settings) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        try {
            // a look at the bare ports first: a client that comes too early backs off, and that costs time
            for (BrokerProcess broker : brokers) {
                while (!broker.accepts()) {
                    pauseUntil(deadline);
                }
            }
            Admin admin = Admin.create(Map.of(
                    "bootstrap.servers", bootstrapServers(),
                    "client.id", "losslab",
                    "reconnect.backoff.ms", "20",
                    "reconnect.backoff.max.ms", "100",
                    "retry.backoff.ms", "50",
                    // a broker that dies now is to be noticed by its process, soon
                    "request.timeout.ms", "2000",
                    "default.api.timeout.ms", "3000"));
            try {
                while (nodes(admin) < brokers.size()) {
                    pauseUntil(deadline);
                }
                if (!settings.isEmpty()) {
                    refuseUnknown(settings, admin);
                }
            } finally {
                admin.close(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted while the brokers were starting", e);
        }
    }

    /** Kafka takes any name for a setting and says nothing: a typing error would quietly change the experiment. */
    private void refuseUnknown(Set<String> settings, Admin admin) throws InterruptedException {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try {
            Config config = admin.describeConfigs(List.of(broker)).all().get().get(broker);
            for (String name : new TreeSet<>(settings)) {
                ConfigEntry entry = config.get(name);
                if (entry == null || entry.type() == ConfigEntry.ConfigType.UNKNOWN) {
                    throw new LabException.BadInput(
                            "cluster.config." + name + ": Kafka " + kafkaVersion + " has no such broker setting");
                }
            }
        } catch (ExecutionException e) {
            throw new LabException.Environment(
                    "cannot read the configuration of broker-1: " + e.getCause().getMessage(), e);
        }
    }

    private void pauseUntil(long deadline) throws InterruptedException {
        failIfOneDied();
        if (System.nanoTime() > deadline) {
            throw new LabException.Environment("the brokers did not come up within " + START_TIMEOUT.toSeconds() + " s"
                    + LogTail.lastError(brokers.get(0).logFile())
                            .map(line -> "; last in the log: " + line)
                            .orElse("")
                    + " (log: " + brokers.get(0).logFile() + ")");
        }
        Thread.sleep(LOOK_INTERVAL.toMillis());
    }

    private void failIfOneDied() {
        for (BrokerProcess broker : processes()) {
            Optional<String> failure = broker.failure();
            if (failure.isPresent()) {
                if (broker.lostItsPort()) {
                    throw new PortTaken("port taken: " + failure.get());
                }
                throw new LabException.Environment(failure.get());
            }
        }
    }

    private int nodes(Admin admin) throws InterruptedException {
        try {
            DescribeClusterResult answer = admin.describeCluster();
            // whoever took the port in between may be a Kafka too
            return clusterId.equals(answer.clusterId().get())
                    ? answer.nodes().get().size()
                    : 0;
        } catch (ExecutionException e) {
            return 0; // not yet; a broker that cannot is found by its process
        }
    }

    @Override
    public String bootstrapServers() {
        return brokers.stream().map(BrokerProcess::address).collect(Collectors.joining(","));
    }

    @Override
    public Map<String, String> clientProperties() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    @Override
    public String kafkaVersion() {
        return kafkaVersion;
    }

    @Override
    public int brokerCount() {
        return (int) brokers.stream().filter(BrokerProcess::isAlive).count();
    }

    List<BrokerProcess> brokerProcesses() {
        return List.copyOf(brokers);
    }

    @Override
    public Optional<BrokerControl> brokers() {
        return Optional.of(new Nodes(List.copyOf(brokers), List.copyOf(controllers)));
    }

    private record Nodes(List<BrokerProcess> brokers, List<BrokerProcess> controllers) implements BrokerControl {}

    @Override
    public Optional<DiskControl> disks() {
        return Optional.of(new LocalDisks(processes()));
    }

    @Override
    public Optional<NetworkControl> network() {
        return Optional.ofNullable(links);
    }

    /** Those of controllers, too: they say which election was unclean. */
    @Override
    public Optional<BrokerLogs> logs() {
        return Optional.of(this::copyLogs);
    }

    private void copyLogs(Path dir) throws IOException {
        for (BrokerProcess process : processes()) {
            Files.copy(process.logFile(), dir.resolve(process.name() + ".log"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public boolean isOwn() {
        return true;
    }

    @Override
    public Optional<String> failure() {
        for (BrokerProcess broker : processes()) {
            Optional<String> failure = broker.failure();
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized void keep() {
        kept = true;
    }

    /** Ends the brokers at once, by SIGKILL: their data goes with them, so nothing is gained by an orderly end. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (links != null && !kept) {
            links.close();
        }
        if (kept) {
            session.keep(processes().stream().map(BrokerProcess::process).toList(), removable);
        } else {
            processes().forEach(BrokerProcess::kill);
            for (Path folder : removable) {
                Folders.delete(folder);
                session.forgetFolder(folder);
            }
        }
    }
}
