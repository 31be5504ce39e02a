package io.losslab.lab.cli;

import io.losslab.contract.service.ServiceCatalogue;
import io.losslab.contract.service.ServiceDescriptor;
import io.losslab.lab.LabException;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.place.EmbeddedPlace;
import io.losslab.lab.process.AppProcess;
import io.losslab.lab.process.AppSpec;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Kafka and the apps, up for somebody who tries things by hand. */
final class HandsOnLab {
    private static final String TOPIC = "load-events";
    /** Small enough for a slow consumer to be overtaken within seconds; segments are Kafka's smallest. */
    private static final Map<String, String> TOPIC_CONFIG =
            Map.of("retention.bytes", Integer.toString(10 << 20), "segment.bytes", Integer.toString(1 << 20));

    private static final Duration APP_START = Duration.ofSeconds(60);
    private static final int APP_HEAP_MEGABYTES = 256;

    private final LabHome home;
    private final LabSession session;
    private final Path workDir;
    private final PrintWriter progress;
    private final Map<String, AppProcess> apps = new LinkedHashMap<>();
    private Cluster cluster;

    HandsOnLab(LabHome home, LabSession session, Path workDir, PrintWriter progress) {
        this.home = home;
        this.session = session;
        this.workDir = workDir;
        this.progress = progress;
    }

    void startBroker(int port) throws InterruptedException {
        long start = System.nanoTime();
        cluster = new EmbeddedPlace(home, session, OptionalInt.of(port)).start(new ClusterSpec(1, Map.of()), workDir);
        Map<String, Object> client = new LinkedHashMap<>(cluster.clientProperties());
        client.put("request.timeout.ms", "10000");
        client.put("default.api.timeout.ms", "20000");
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1).configs(TOPIC_CONFIG)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new LabException.Environment(
                    "cannot create the topic " + TOPIC + ": " + e.getCause().getMessage(), e);
        }
        said("Kafka " + cluster.kafkaVersion() + " with the topic " + TOPIC, start);
    }

    /** @param ports by the option that sets them */
    void startApps(Map<String, Integer> ports) {
        long start = System.nanoTime();
        ServiceCatalogue.all().forEach(service -> start(service.name(), ports.get(service.portOption())));
        apps.values().forEach(app -> app.awaitReady(APP_START));
        said("the apps", start);
    }

    private void start(String module, int port) {
        Map<String, String> config = new LinkedHashMap<>();
        cluster.clientProperties().forEach((key, value) -> config.put("kafka." + key, value));
        config.put("quarkus.http.port", Integer.toString(port));
        config.put("losslab.topic", TOPIC);
        config.put("losslab.ledger.dir", workDir.resolve("ledger").toString());
        AppSpec spec = new AppSpec(module, home.appJar(module), config, workDir, APP_HEAP_MEGABYTES);
        apps.put(module, AppProcess.start(spec, session));
    }

    private void said(String what, long start) {
        progress.println(
                String.format(Locale.ROOT, "losslab: %s up after %.1f s", what, (System.nanoTime() - start) / 1e9));
    }

    /** Why it is no longer whole. */
    Optional<String> failure() {
        Optional<String> failure = cluster.failure();
        for (AppProcess app : apps.values()) {
            failure = failure.or(app::failure);
        }
        return failure;
    }

    /** Saves the logs from the removal of the work folder; the folder they are in now. */
    Optional<Path> keepLogs() {
        try {
            Path kept = Files.createDirectories(home.stateDir().resolve("logs").resolve("up-" + session.id()));
            List<Path> logs = new ArrayList<>();
            try (DirectoryStream<Path> found = Files.newDirectoryStream(workDir, "*.log")) {
                found.forEach(logs::add);
            }
            try (DirectoryStream<Path> found = Files.newDirectoryStream(workDir.resolve("broker-1"), "*.log")) {
                found.forEach(logs::add);
            }
            for (Path log : logs) {
                Files.copy(log, kept.resolve(log.getFileName()));
            }
            return Optional.of(kept);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What is where, and what to try. */
    String invitation() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  Kafka            " + cluster.bootstrapServers() + "   topic " + TOPIC
                + " (1 partition, retention.bytes 10 MiB, segment.bytes 1 MiB)");
        apps.forEach((name, app) -> lines.add(String.format(Locale.ROOT, "  %-16s %s", name, app.url())));
        lines.add("");
        if (apps.isEmpty()) {
            lines.add("  Start an app:    KAFKA_BOOTSTRAP_SERVERS=" + cluster.bootstrapServers()
                    + " mvn quarkus:dev -pl "
                    + ServiceCatalogue.producer().name());
        } else {
            lines.add("  Try:");
            ServiceCatalogue.all()
                    .forEach(service -> service.tries().forEach(each -> curl(lines, service.name(), each)));
        }
        lines.add("");
        lines.add("  End it: Ctrl-C here, or `losslab down` in another terminal.");
        return String.join(System.lineSeparator(), lines);
    }

    private void curl(List<String> lines, String app, ServiceDescriptor.Try each) {
        String command = (each.method().equals("GET") ? "curl " : "curl -X " + each.method() + " ")
                + apps.get(app).url()
                + each.path();
        lines.add(
                String.format(Locale.ROOT, "    %-56s %s", command, each.what()).stripTrailing());
    }
}
