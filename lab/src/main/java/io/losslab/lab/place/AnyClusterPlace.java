package io.losslab.lab.place;

import io.losslab.lab.LabException;
import io.losslab.lab.process.ClusterAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** A cluster that is already there, and is not the lab's: nothing but the run's own topics and groups is touched. */
public final class AnyClusterPlace implements Place {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final ClusterAccess access;
    private final Duration timeout;

    /**
     * @param bootstrapServers {@code host:port[,host:port]}
     * @param commandConfig Kafka client properties for TLS, SASL and the like, in a file as Kafka's own tools take it;
     *     null for none
     * @throws LabException.BadInput when an address or the file cannot be read
     */
    public AnyClusterPlace(String bootstrapServers, Path commandConfig) {
        this(bootstrapServers, commandConfig, CONNECT_TIMEOUT);
    }

    public AnyClusterPlace(String bootstrapServers, Path commandConfig, Duration timeout) {
        this.timeout = timeout;
        access = new ClusterAccess(bootstrapServers, commandConfig);
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public Optional<String> refusal(Capability wanted) {
        return Optional.of("cannot be done to a cluster that is already there; run without --bootstrap-servers");
    }

    @Override
    public Cluster start(ClusterSpec spec, Path workDir) {
        if (!spec.config().isEmpty()) {
            throw new LabException.BadInput("cluster.config sets "
                    + String.join(", ", new TreeSet<>(spec.config().keySet()))
                    + "; the brokers of a cluster that is already there cannot be configured by the lab");
        }
        spec.requirePlain("a cluster that is already there");
        Admin admin = access.connect(timeout);
        try {
            ConnectedCluster cluster =
                    new ConnectedCluster(access.bootstrapServers(), access.clientProperties(), admin);
            cluster.look(timeout);
            if (cluster.brokerCount() < spec.brokers()) {
                throw new LabException.BadInput("cluster.brokers is " + spec.brokers() + "; the cluster at "
                        + access.bootstrapServers() + " has " + cluster.brokerCount());
            }
            cluster.watch();
            return cluster;
        } catch (ExecutionException e) {
            admin.close(Duration.ZERO);
            throw notReached(e.getCause());
        } catch (InterruptedException e) {
            admin.close(Duration.ZERO);
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted while connecting to " + access.bootstrapServers(), e);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private LabException notReached(Throwable cause) {
        if (cause instanceof AuthenticationException) {
            return new LabException.Environment(
                    "the cluster at " + access.bootstrapServers() + " refused the login: "
                            + ClusterAccess.rootMessage(cause) + "; check --command-config",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new LabException.Environment(
                    "the cluster at " + access.bootstrapServers() + " does not allow its description: "
                            + ClusterAccess.rootMessage(cause),
                    cause);
        }
        return new LabException.Environment(
                "no Kafka answers at " + access.bootstrapServers() + " within " + timeout.toSeconds()
                        + " s; check the address, and whether it wants TLS or SASL (--command-config)",
                cause);
    }
}
