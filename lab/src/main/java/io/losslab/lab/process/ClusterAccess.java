package io.losslab.lab.process;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** How a cluster that is not ours is reached: its addresses, and what the user's file says of TLS, SASL and the like. */
public final class ClusterAccess {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:,/]+):(\\d{1,5})");

    private final String bootstrapServers;
    private final Map<String, String> clientProperties;

    /**
     * @param bootstrapServers {@code host:port[,host:port]}
     * @param commandConfig Kafka client properties in a file, as Kafka's own tools take it; null for none
     * @throws LabException.BadInput when an address or the file cannot be read
     */
    public ClusterAccess(String bootstrapServers, Path commandConfig) {
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

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The addresses included. */
    public Map<String, String> clientProperties() {
        return clientProperties;
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

    /**
     * Nothing is sent yet.
     *
     * @param timeout of each request, retries included
     * @throws LabException.Environment when no client can be made of it: an unknown host, a trust store that is not there
     */
    public Admin connect(Duration timeout) {
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

    /** The innermost message, in one line. */
    public static String rootMessage(Throwable failure) {
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
