package io.losslab.lab.cluster;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** A cluster that is already there, and is not the lab's: nothing but the run's own topics and groups is touched. */
public final class AnyClusterPlace implements Place {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:,/]+):(\\d{1,5})");

    private final String bootstrapServers;
    private final Map<String, String> clientProperties;
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

    AnyClusterPlace(String bootstrapServers, Path commandConfig, Duration timeout) {
        this.timeout = timeout;
        for (String address : bootstrapServers.split(",", -1)) {
            if (!ADDRESS.matcher(address.strip()).matches() || port(address) < 1 || port(address) > 65_535) {
                throw new LabException.BadInput("--bootstrap-servers: `" + address
                        + "` is not an address; allowed: HOST:PORT[,HOST:PORT]..., port 1 to 65535");
            }
        }
        this.bootstrapServers = bootstrapServers;
        Map<String, String> properties = new LinkedHashMap<>(read(commandConfig));
        properties.put("bootstrap.servers", bootstrapServers);
        this.clientProperties = Map.copyOf(properties);
    }

    private static int port(String address) {
        return Integer.parseInt(address.strip().substring(address.strip().lastIndexOf(':') + 1));
    }

    private static Map<String, String> read(Path commandConfig) {
        if (commandConfig == null) {
            return Map.of();
        }
        Properties file = new Properties();
        try (Reader reader = Files.newBufferedReader(commandConfig)) {
            file.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new LabException.BadInput(
                    "--command-config: cannot read " + commandConfig + " as a Java properties file: " + e.getMessage(),
                    e);
        }
        Map<String, String> properties = new LinkedHashMap<>();
        file.stringPropertyNames().forEach(key -> properties.put(key, file.getProperty(key)));
        return properties;
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.noneOf(Capability.class);
    }

    @Override
    public Cluster start(ClusterSpec spec, Path workDir) {
        if (!spec.config().isEmpty()) {
            throw new LabException.BadInput("cluster.config sets "
                    + String.join(", ", new TreeSet<>(spec.config().keySet()))
                    + "; the brokers of a cluster that is already there cannot be configured by the lab");
        }
        spec.requirePlain("a cluster that is already there");
        Admin admin = connect();
        try {
            ConnectedCluster cluster = new ConnectedCluster(bootstrapServers, clientProperties, admin);
            cluster.look(timeout);
            if (cluster.brokerCount() < spec.brokers()) {
                throw new LabException.BadInput("cluster.brokers is " + spec.brokers() + "; the cluster at "
                        + bootstrapServers + " has " + cluster.brokerCount());
            }
            cluster.watch();
            return cluster;
        } catch (ExecutionException e) {
            admin.close(Duration.ZERO);
            throw notReached(e.getCause());
        } catch (InterruptedException e) {
            admin.close(Duration.ZERO);
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted while connecting to " + bootstrapServers, e);
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    Admin connect() {
        Map<String, Object> properties = new LinkedHashMap<>(clientProperties);
        properties.putIfAbsent("client.id", "losslab");
        properties.put("default.api.timeout.ms", Long.toString(timeout.toMillis()));
        properties.put("request.timeout.ms", Long.toString(timeout.toMillis() / 2));
        try {
            return Admin.create(properties);
        } catch (KafkaException e) {
            // its causes say what is wrong: an unknown host, a trust store that is not there
            throw new LabException.Environment(
                    "cannot connect to " + bootstrapServers + ": " + rootMessage(e)
                            + "; check --bootstrap-servers and --command-config",
                    e);
        }
    }

    private LabException notReached(Throwable cause) {
        if (cause instanceof AuthenticationException) {
            return new LabException.Environment(
                    "the cluster at " + bootstrapServers + " refused the login: " + rootMessage(cause)
                            + "; check --command-config",
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new LabException.Environment(
                    "the cluster at " + bootstrapServers + " does not allow its description: " + rootMessage(cause),
                    cause);
        }
        return new LabException.Environment(
                "no Kafka answers at " + bootstrapServers + " within " + timeout.toSeconds()
                        + " s; check the address, and whether it wants TLS or SASL (--command-config)",
                cause);
    }

    /** The innermost message, in one line. */
    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage())
                .orElse(root.toString())
                .lines()
                .findFirst()
                .orElse("");
    }
}
