package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.losslab.lab.place.SecuredBroker;
import io.losslab.lab.process.LabHome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The services with the environment of the Kubernetes overlay *production*, and the rights of the table in deploy/README.md (the
 * manifests' check compares it with the overlay's logins), on a broker with TLS, SCRAM and an authorizer.
 */
class ProductionLoginsIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final Path DEPLOY = HOME.root().resolve("deploy");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\w+) \\| (topic|group) \\| `([^`]+)` \\|$");
    private static final List<String> SERVICES = List.of("load-producer", "fast-consumer", "slow-consumer");
    private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @TempDir
    private Path dir;

    private final List<Process> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private SecuredBroker broker;

    @BeforeEach
    void giveTheRightsOfTheTable() throws Exception {
        broker = new SecuredBroker(HOME, Files.createDirectory(dir.resolve("cluster")));
        broker.admin()
                .createTopics(List.of(new NewTopic("load-events", 1, (short) 1)))
                .all()
                .get();
        List<AclBinding> rights = ROW.matcher(Files.readString(DEPLOY.resolve("README.md")))
                .results()
                .map(ProductionLoginsIT::binding)
                .toList();
        assertThat(rights).hasSize(8);
        broker.admin().createAcls(rights).all().get();
    }

    private static AclBinding binding(MatchResult row) {
        return new AclBinding(
                new ResourcePattern(ResourceType.fromString(row.group(3)), row.group(4), PatternType.LITERAL),
                new AccessControlEntry(
                        "User:" + row.group(1), "*", AclOperation.fromString(row.group(2)), AclPermissionType.ALLOW));
    }

    @AfterEach
    void endAll() throws InterruptedException {
        started.forEach(Process::destroy);
        for (Process process : started) {
            process.onExit()
                    .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                    .join();
        }
        broker.close();
    }

    @Test
    void eachServiceCanDoItsWorkWithItsOwnLogin() throws Exception {
        Map<String, String> urls = new TreeMap<>();
        for (String service : SERVICES) {
            start(service);
        }
        for (String service : SERVICES) {
            urls.put(service, "http://127.0.0.1:" + port(service));
            Awaitility.await(service + " is ready")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> get(urls.get(service) + "/q/health/ready").statusCode() == 200);
        }

        assertThat(get(urls.get("load-producer") + "/start/200?duration=2s").statusCode())
                .isEqualTo(200);

        for (String consumer : SERVICES.subList(1, 3)) {
            Awaitility.await(consumer + " has them")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> status(urls.get(consumer)).path("processed").asLong() == 400);
        }
        Awaitility.await("what was processed is committed")
                .until(() -> broker
                                .admin()
                                .listConsumerGroupOffsets("slow-consumer-group")
                                .partitionsToOffsetAndMetadata()
                                .get()
                                .values()
                                .stream()
                                .mapToLong(offset -> offset.offset())
                                .sum()
                        == 400);
        assertThat(status(urls.get("load-producer")).path("acked").asLong()).isEqualTo(400);
    }

    /** As its container is started, but for addresses and folders of this machine. */
    private void start(String service) throws Exception {
        String password = "secret-" + Uuid.randomUuid();
        broker.addUser(service, password);
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        HOME.appJar(service).toString())
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(service).toFile());
        String jaas = // as Strimzi writes it
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + service
                        + "\" password=\"" + password + "\";";
        for (String file : List.of("base", "overlays/production/logins")) {
            for (JsonNode entry : container(file, service).path("env")) {
                String name = entry.path("name").asText();
                process.environment()
                        .put(
                                name,
                                switch (name) {
                                    case "KAFKA_BOOTSTRAP_SERVERS" -> broker.bootstrapServers();
                                    case "KAFKA_SSL_TRUSTSTORE_LOCATION" ->
                                        broker.authority().toString();
                                    case "KAFKA_SASL_JAAS_CONFIG" -> jaas;
                                    default -> entry.path("value").asText();
                                });
            }
        }
        process.environment().put("QUARKUS_HTTP_PORT", "0");
        process.environment().put("LOSSLAB_LEDGER_DIR", dir.resolve(service).toString());
        started.add(process.start());
    }

    /** Of the Deployment, which is the first in its file. */
    private static JsonNode container(String folder, String service) throws IOException {
        Path file = DEPLOY.resolve("kubernetes").resolve(folder).resolve(service + ".yaml");
        return YAML.readTree(file.toFile()).at("/spec/template/spec/containers/0");
    }

    private Path log(String service) {
        return dir.resolve(service + ".log");
    }

    private int port(String service) {
        return Awaitility.await(service + " listens")
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> LISTENING
                                .matcher(Files.readString(log(service)))
                                .results()
                                .map(found -> Integer.parseInt(found.group(1)))
                                .findFirst()
                                .orElse(0),
                        found -> found > 0);
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode status(String url) throws IOException, InterruptedException {
        return YAML.readTree(get(url + "/status").body());
    }
}
