package io.losslab.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.losslab.lab.capture.ClusterView;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.Replication;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import io.losslab.lab.service.Services;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Variant;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A run of which everything is real but the brokers and what the services do: those are {@link FakeService processes that
 * answer by a script}, and what the cluster says is up to the test. No Kafka is asked for anything.
 */
final class PhaseScene implements AutoCloseable {
    static final String RUN = "abcdefghij";

    final QuietListener listener = new QuietListener();
    final Told told = new Told();
    final RunRecorders recorders = new RunRecorders(told);
    final RunScope scope;
    final RunContext run;

    private final LabSession session;
    private final RunGround ground;
    private final Services services;
    private final RunFaults faults;
    private final Timeline timeline;

    /**
     * @param spec the experiment in JSON, with ' for quotation marks
     */
    PhaseScene(Path dir, String spec) throws IOException {
        ExperimentSpec experiment = ExperimentSpec.of(json(spec));
        Path root = dir.resolve("project");
        for (String module : List.of("load-producer", "fast-consumer", "slow-consumer")) {
            writeJar(Files.createDirectories(root.resolve(module).resolve("target/quarkus-app"))
                    .resolve("quarkus-run.jar"));
        }
        session = new ProcessRegistry(dir.resolve("state")).open(ProcessRegistry.Kind.RUN, "test", line -> {});
        ResultFolder results = ResultFolder.create(dir.resolve("results"), "results");
        results.newRun(RUN);
        Path evidence = results.evidence(RUN);
        Files.createDirectory(evidence.resolve(EvidenceFiles.LEDGERS));
        RunRequest request = new RunRequest("test", List.of(), null, root, "losslab run test");
        scope = new RunScope(
                "", new Variant("default", 1, Map.of(), experiment), RUN, evidence, request, listener, new PhaseLog());
        ground = new RunGround(scope, new NoCluster(), session);
        services = new Services(
                new LabHome(root),
                session,
                ground.cluster().clientProperties(),
                ground.names().topic(),
                evidence,
                evidence.resolve(EvidenceFiles.LEDGERS));
        faults = new RunFaults(scope, ground, services);
        timeline = new Timeline(results, List.copyOf(ground.names().groupIds().keySet()));
        run = new RunContext(scope, ground, recorders, services, faults, timeline);
    }

    /** Begins a phase and runs it, as a run does. */
    void run(Phase phase) throws IOException {
        run.enter(phase);
        phase.run(run);
    }

    /** The services are up, as after a start. */
    PhaseScene started() throws IOException {
        scope.enter(new AfterStart());
        services.start(scope.spec(), run.names(), RUN, Optional::empty);
        run.monitor().tick();
        return this;
    }

    /** What a service was asked, in order, such as {@code GET /stop}. */
    List<String> asked(String process) throws IOException {
        return Files.readAllLines(scope.dir().resolve(process + ".log")).stream()
                .filter(line -> line.startsWith("asked "))
                .map(line -> line.substring("asked ".length()))
                .toList();
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                FakeService.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
    }

    static JsonNode json(String text) throws IOException {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }

    @Override
    public void close() throws IOException {
        timeline.close();
        faults.close();
        services.close();
        ground.close();
        session.close();
    }

    /** What the cluster says, with the time at which it is asked. */
    static final class Told implements ClusterView {
        volatile long endOffset;
        volatile long sizeBytes;
        volatile long committed;

        @Override
        public ClusterSample latest() {
            return new ClusterSample(
                    EpochClock.micros(),
                    Map.of(0, new ClusterSample.PartitionSample(0, endOffset, 1, 0, "1", sizeBytes)),
                    Map.of("g", Map.of(0, committed)));
        }

        @Override
        public Map<Integer, Replication> replication() {
            return Map.of();
        }

        @Override
        public Optional<String> failure() {
            return Optional.empty();
        }

        @Override
        public ClusterSample sample() {
            return latest();
        }
    }

    /** A cluster that nobody connects to. */
    private static final class NoCluster implements Cluster {
        @Override
        public String bootstrapServers() {
            return "127.0.0.1:1";
        }

        @Override
        public Map<String, String> clientProperties() {
            return Map.of("bootstrap.servers", bootstrapServers());
        }

        @Override
        public String kafkaVersion() {
            return "none";
        }

        @Override
        public int brokerCount() {
            return 1;
        }

        @Override
        public boolean isOwn() {
            return true;
        }

        @Override
        public Optional<String> failure() {
            return Optional.empty();
        }

        @Override
        public void keep() {}

        @Override
        public void close() {}
    }

    /** Of which tests want nothing but its name in the log. */
    private static final class AfterStart implements Phase {
        @Override
        public String name() {
            return "start";
        }

        @Override
        public String text() {
            return "";
        }

        @Override
        public java.time.Duration atMost() {
            return java.time.Duration.ZERO;
        }

        @Override
        public void run(RunContext run) {}
    }
}
