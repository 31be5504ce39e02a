package io.losslab.lab.place;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configuration of one broker, or controller, of the lab's own.
 *
 * @param name such as {@code broker-1}, {@code controller-101}
 * @param address {@code host:port} for clients; of a controller, for brokers
 * @param listenAddress {@code host:port} of its own socket, whichever link leads there
 * @param folder everything of this process
 * @param properties Kafka's own names
 */
record BrokerConfig(
        int id, String name, String address, String listenAddress, Path folder, Map<String, String> properties) {
    private static final int FIRST_CONTROLLER = 101;
    private static final String HOST = "127.0.0.1:";

    /** Decided by the place; an experiment that could set them would no longer know where it runs. */
    private static final Set<String> RESERVED = Set.of(
            "process.roles",
            "node.id",
            "broker.id",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "log.dir",
            "log.dirs",
            "metadata.log.dir");

    /**
     * To standard output, which the lab appends to one file per broker: words of log4j and of the JVM in their order.
     * Times are UTC with milliseconds, so that they compare with the lab's own. That a committed offset has expired is
     * only said at DEBUG.
     */
    static final String LOGGING = """
            status=ERROR
            appender.out.type=Console
            appender.out.name=out
            appender.out.direct=true
            appender.out.layout.type=PatternLayout
            appender.out.layout.pattern=%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}{UTC} %-5p [%t] %c: %m%n
            rootLogger.level=INFO
            rootLogger.appenderRef.out.ref=out
            logger.log.name=org.apache.kafka.storage.internals.log
            logger.log.level=INFO
            logger.offsets.name=org.apache.kafka.coordinator.group.OffsetMetadataManager
            logger.offsets.level=DEBUG
            logger.config.name=org.apache.kafka.common.config
            logger.config.level=WARN
            logger.serverconfig.name=org.apache.kafka.server.config
            logger.serverconfig.level=WARN
            """;

    /** Refuses what the place decides itself. */
    static void check(Map<String, String> config) {
        for (String key : new TreeMap<>(config).keySet()) {
            if (RESERVED.contains(key)) {
                throw new LabException.BadInput(
                        "cluster.config." + key + " cannot be set: the embedded place decides it");
            }
        }
    }

    /** How many ports {@link #of} takes. */
    static int portsOf(ClusterSpec spec) {
        return spec.brokers() * (spec.links() ? 2 : 1) + voters(spec);
    }

    private static int voters(ClusterSpec spec) {
        return spec.controllers() == 0 ? spec.brokers() : spec.controllers();
    }

    /**
     * @param ports for each broker one for clients, then for each voter of the quorum one for that, then, with links, for
     *     each broker one for the other brokers
     * @param links takes the links that are opened; null when the spec has none
     */
    static List<BrokerConfig> of(ClusterSpec spec, Path workDir, int[] ports, Links links) {
        int brokers = spec.brokers();
        boolean combined = spec.controllers() == 0;
        List<BrokerConfig> configs = new ArrayList<>();
        for (int i = 0; i < spec.controllers(); i++) {
            int id = i + FIRST_CONTROLLER;
            String address = HOST + ports[brokers + i];
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put("process.roles", "controller");
            properties.put("listeners", "CONTROLLER://" + address);
            properties.put("controller.quorum.voters", quorum(spec, ports));
            complete(spec, id, properties);
            Path folder = workDir.resolve("controller-" + id);
            configs.add(new BrokerConfig(id, "controller-" + id, address, address, folder, properties));
        }
        for (int i = 0; i < brokers; i++) {
            int id = i + 1;
            String listen = HOST + ports[i];
            String address = listen;
            Map<String, String> properties = new LinkedHashMap<>();
            properties.put("process.roles", combined ? "broker,controller" : "broker");
            String listeners = "PLAINTEXT://" + listen;
            if (combined) {
                listeners += ",CONTROLLER://" + HOST + ports[brokers + i];
            }
            properties.put("controller.quorum.voters", quorum(spec, ports));
            properties.put("inter.broker.listener.name", "PLAINTEXT");
            if (links != null) {
                int forBrokers = ports[brokers + spec.controllers() + i];
                listeners += ",REPLICATION://" + HOST + forBrokers;
                address = links.open(NetworkControl.Use.CLIENTS, id, ports[i]);
                properties.put(
                        "advertised.listeners",
                        "PLAINTEXT://" + address + ",REPLICATION://"
                                + links.open(NetworkControl.Use.BROKERS, id, forBrokers));
                properties.put("inter.broker.listener.name", "REPLICATION");
                properties.put("controller.quorum.voters", linkedQuorum(spec, ports, links, id));
            }
            properties.put("listeners", listeners);
            complete(spec, id, properties);
            Path folder = workDir.resolve("broker-" + id);
            configs.add(new BrokerConfig(id, "broker-" + id, address, listen, folder, properties));
        }
        configs.forEach(config -> config.properties()
                // relative to the process's folder: log.dirs is a list, and a comma in a path would part it
                .putIfAbsent(
                        "log.dirs",
                        config.folder()
                                .relativize(BrokerProcess.dataDir(config.folder()))
                                .toString()));
        return configs;
    }

    /** The voters as everybody sees them who has no link of his own. */
    private static String quorum(ClusterSpec spec, int[] ports) {
        List<String> voters = new ArrayList<>();
        for (int i = 0; i < voters(spec); i++) {
            int id = spec.controllers() == 0 ? i + 1 : i + FIRST_CONTROLLER;
            voters.add(id + "@" + HOST + ports[spec.brokers() + i]);
        }
        return String.join(",", voters);
    }

    /** The voters as one broker sees them: at the near ends of its own links. */
    private static String linkedQuorum(ClusterSpec spec, int[] ports, Links links, int broker) {
        List<String> voters = new ArrayList<>();
        for (int i = 0; i < spec.controllers(); i++) {
            voters.add((i + FIRST_CONTROLLER) + "@"
                    + links.open(NetworkControl.Use.CONTROLLERS, broker, ports[spec.brokers() + i]));
        }
        return String.join(",", voters);
    }

    private static void complete(ClusterSpec spec, int id, Map<String, String> properties) {
        properties.put("node.id", Integer.toString(id));
        properties.put(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT" + (spec.links() ? ",REPLICATION:PLAINTEXT" : ""));
        properties.put("controller.listener.names", "CONTROLLER");
        putDefaults(properties, spec.brokers());
        properties.putAll(new TreeMap<>(spec.config()));
    }

    boolean isBroker() {
        return properties.get("process.roles").contains("broker");
    }

    private static void putDefaults(Map<String, String> properties, int brokers) {
        String replicas = Integer.toString(Math.min(3, brokers));
        String inSync = Integer.toString(Math.min(2, brokers));
        // retention bites within a second, not within minutes
        properties.put("log.retention.check.interval.ms", "500");
        properties.put("log.initial.task.delay.ms", "500");
        properties.put("log.segment.delete.delay.ms", "1000");
        // a topic is made on purpose, with its settings, or not at all
        properties.put("auto.create.topics.enable", "false");
        // quick to start and to join, small on a laptop; nothing below changes what is lost
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.num.partitions", "4");
        properties.put("offsets.topic.replication.factor", replicas);
        properties.put("transaction.state.log.replication.factor", replicas);
        properties.put("transaction.state.log.min.isr", inSync);
        properties.put("share.coordinator.state.topic.replication.factor", replicas);
        properties.put("share.coordinator.state.topic.min.isr", inSync);
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("background.threads", "2");
        properties.put("num.recovery.threads.per.data.dir", "1");
        properties.put("log.cleaner.dedupe.buffer.size", "8388608");
    }

    Path file() {
        return BrokerProcess.configFile(folder);
    }

    private static Path loggingFile(Path folder) {
        return folder.resolve("log4j2.properties");
    }

    /** Of the JVM, whichever class of Kafka's it runs. */
    static String loggingArgument(Path folder) {
        return "-Dlog4j2.configurationFile=" + loggingFile(folder).toUri();
    }

    /** Writes the broker's configuration and that of its log. */
    void write() throws IOException {
        Files.createDirectories(folder);
        Properties file = new Properties();
        file.putAll(properties);
        try (Writer writer = Files.newBufferedWriter(file())) {
            file.store(writer, "Written by Kafka Loss Lab");
        }
        Files.writeString(loggingFile(folder), LOGGING);
    }
}
