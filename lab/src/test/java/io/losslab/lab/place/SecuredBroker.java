package io.losslab.lab.place;

import io.losslab.lab.process.Folders;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;

/**
 * A broker like somebody else's: clients come over TLS and log in by SCRAM-SHA-512, and an authorizer allows what an ACL
 * allows. A second listener, on 127.0.0.1 as well, is its administrator's, who may do everything.
 */
public final class SecuredBroker implements AutoCloseable {
    private static final String MECHANISM = "SCRAM-SHA-512";

    private final LabSession session;
    private final BrokerProcess process;
    private final Certificates certificates;
    private final String clients;
    private final Admin admin;

    /** In a folder of its own; returns when it serves. */
    public SecuredBroker(LabHome home, Path dir) throws IOException, InterruptedException {
        session = home.registry().open(ProcessRegistry.Kind.RUN, "SecuredBroker", line -> {});
        String storePassword = Uuid.randomUuid().toString();
        certificates = new Certificates(dir, storePassword);
        int[] ports = ports();
        clients = "127.0.0.1:" + ports[2];
        BrokerConfig config = BrokerConfig.of(new ClusterSpec(1, Map.of()), dir, new int[] {ports[0], ports[1]}, null)
                .get(0);
        config.properties().putAll(security(config.properties().get("listeners"), storePassword));
        config.write();
        String classPath = home.brokerLibs().resolve("*").toString();
        KafkaTool kafka = new KafkaTool(classPath, session);
        StorageFormat format = new StorageFormat(Uuid.randomUuid().toString(), Map.of(), kafka);
        format.format(List.of(config));
        process = new BrokerProcess(
                config,
                List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        BrokerConfig.loggingArgument(config.folder()),
                        "-cp",
                        classPath,
                        "kafka.Kafka",
                        config.file().toString()),
                format,
                kafka,
                session);
        process.start();
        admin = Admin.create(Map.of("bootstrap.servers", adminServers()));
        Awaitility.await("the broker serves")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> {
                    process.failure().ifPresent(line -> {
                        throw new AssertionError(line);
                    });
                    return admin.describeCluster().nodes().get().size() == 1;
                });
    }

    private Map<String, String> security(String listeners, String storePassword) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("listeners", listeners + ",CLIENTS://" + clients);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS:SASL_SSL");
        properties.put("sasl.enabled.mechanisms", MECHANISM);
        properties.put(
                "listener.name.clients.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        properties.put(
                "listener.name.clients.ssl.keystore.location",
                certificates.brokerStore().toString());
        properties.put("listener.name.clients.ssl.keystore.type", "PKCS12");
        properties.put("listener.name.clients.ssl.keystore.password", storePassword);
        properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.put("super.users", "User:ANONYMOUS"); // who comes by the listener without a login
        return properties;
    }

    /** {@code host:port} for those who log in. */
    public String bootstrapServers() {
        return clients;
    }

    /** {@code host:port} for those who may do everything. */
    public String adminServers() {
        return process.address();
    }

    /** May do everything. */
    public Admin admin() {
        return admin;
    }

    /** What clients trust, in PEM. */
    public Path authority() {
        return certificates.authority();
    }

    public Path logFile() {
        return process.logFile();
    }

    public void addUser(String name, String password) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                .all()
                .get();
    }

    /** A file for {@code --command-config} that only its owner can read. */
    public Path commandConfig(Path file, String user, String password) throws IOException {
        Folders.writePrivate(file, """
                security.protocol=SASL_SSL
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                sasl.mechanism=%s
                sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
                  username="%s" password="%s";
                """.formatted(certificates.authority(), MECHANISM, user, password));
        return file;
    }

    private static int[] ports() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
            }
            return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        admin.close();
        session.close();
    }
}
