package io.losslab.lab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.LabException;
import io.losslab.lab.cluster.AppProcess;
import io.losslab.lab.cluster.AppSpec;
import io.losslab.lab.cluster.LabHome;
import io.losslab.lab.cluster.LabSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The services of one run: one load-producer, and the instances of each group. */
final class Services implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);
    private static final int HEAP_MEGABYTES = 256;
    private static final String PRODUCER_CHANNEL = "mp.messaging.outgoing.load.";
    private static final String CONSUMER_CHANNEL = "mp.messaging.incoming.events.";

    private final LabHome home;
    private final LabSession session;
    private final Path workDir;
    private final Map<String, String> common = new LinkedHashMap<>();
    private final List<AppProcess> all = new ArrayList<>();
    private final Map<String, List<AppProcess>> consumers = new LinkedHashMap<>();
    private AppProcess producer;

    /**
     * @param clientProperties for every Kafka client; may hold secrets
     * @param workDir for the services' logs
     * @param ledgers where they keep their ledgers
     */
    Services(
            LabHome home,
            LabSession session,
            Map<String, String> clientProperties,
            String topic,
            Path workDir,
            Path ledgers) {
        this.home = home;
        this.session = session;
        this.workDir = workDir;
        clientProperties.forEach((key, value) -> common.put("kafka." + key, value));
        common.put("losslab.topic", topic);
        common.put("losslab.ledger.dir", ledgers.toString());
    }

    /**
     * Starts them all at the same time and returns when every one is ready.
     *
     * @param clusterFailure why the cluster is gone, if it is: then nobody will ever be ready
     */
    void start(ExperimentSpec spec, Map<String, String> groupIds, Supplier<Optional<String>> clusterFailure) {
        Map<String, String> config = new LinkedHashMap<>(common);
        config.put("losslab.load.value-bytes", Integer.toString(spec.load().valueBytes()));
        config.put("losslab.load.keys", Integer.toString(spec.load().keys()));
        spec.load().producer().forEach((key, value) -> config.put(PRODUCER_CHANNEL + key, value));
        producer = launch("load-producer", "load-producer", config);
        spec.consumers().forEach((name, consumer) -> {
            List<AppProcess> instances = new ArrayList<>();
            consumers.put(consumer.group(), instances);
            for (int i = 1; i <= consumer.instances(); i++) {
                instances.add(launch(
                        consumer.instances() == 1 ? name + "-consumer" : name + "-consumer-" + i,
                        consumer.app(),
                        consumerConfig(consumer, groupIds.get(consumer.group()))));
            }
        });
        awaitReady(clusterFailure);
    }

    private void awaitReady(Supplier<Optional<String>> clusterFailure) {
        long deadline = System.nanoTime() + READY.toNanos();
        List<AppProcess> waiting = new ArrayList<>(all);
        try {
            while (!waiting.isEmpty()) {
                clusterFailure.get().or(this::failure).ifPresent(line -> {
                    throw new LabException.Environment(line);
                });
                for (AppProcess app : List.copyOf(waiting)) {
                    if (app.isReady()) {
                        waiting.remove(app);
                    }
                }
                if (System.nanoTime() > deadline) {
                    AppProcess late = waiting.get(0);
                    throw new LabException.Environment(late.name() + " was not ready within " + READY.toSeconds()
                            + " s (log: " + late.logFile() + ")");
                }
                TimeUnit.MILLISECONDS.sleep(25);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted while the services were starting", e);
        }
    }

    private Map<String, String> consumerConfig(ExperimentSpec.Consumer consumer, String groupId) {
        Map<String, String> config = new LinkedHashMap<>(common);
        config.put("losslab.group", groupId);
        if (consumer.delay() != null) {
            config.put("losslab.processing.delay", Quantity.text(consumer.delay()));
        }
        consumer.config().forEach((key, value) -> config.put(CONSUMER_CHANNEL + key, value));
        return config;
    }

    private AppProcess launch(String name, String module, Map<String, String> config) {
        AppProcess app =
                AppProcess.start(new AppSpec(name, home.appJar(module), config, workDir, HEAP_MEGABYTES), session);
        all.add(app);
        return app;
    }

    /** Returns when the groups' instances have all partitions between them. */
    void awaitAssignments(int partitions, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Map.Entry<String, List<AppProcess>> group : consumers.entrySet()) {
            while (assigned(group.getValue()) < partitions) {
                failure().ifPresent(line -> {
                    throw new LabException.Environment(line);
                });
                if (System.nanoTime() > deadline) {
                    throw new LabException.Environment("group " + group.getKey() + " had only "
                            + assigned(group.getValue()) + " of " + partitions + " partitions assigned after "
                            + timeout.toSeconds() + " s (log: "
                            + group.getValue().get(0).logFile() + ")");
                }
                RunTopic.sleep(50);
            }
        }
    }

    private static int assigned(List<AppProcess> instances) {
        return instances.stream()
                .mapToInt(app -> app.get("/status").path("partitions").size())
                .sum();
    }

    JsonNode load(ExperimentSpec.Load load, String runId) {
        return producer.get("/start/" + load.tps() + "?valueBytes=" + load.valueBytes() + "&keys=" + load.keys()
                + "&duration=" + Quantity.text(load.duration()) + "&run=" + runId);
    }

    JsonNode producerStatus() {
        return producer.get("/status");
    }

    JsonNode stopLoad(Duration timeout) {
        return producer.get("/stop", timeout);
    }

    /** The status of each instance of each group. */
    Map<String, List<JsonNode>> consumerStatus() {
        Map<String, List<JsonNode>> status = new LinkedHashMap<>();
        consumers.forEach((group, instances) -> status.put(
                group, instances.stream().map(app -> app.get("/status")).toList()));
        return status;
    }

    void setDelay(ExperimentSpec spec, Duration delay) {
        spec.consumers().values().stream()
                .filter(ExperimentSpec.Consumer::isSlow)
                .flatMap(consumer -> consumers.get(consumer.group()).stream())
                .forEach(app -> app.put("/delay/" + Quantity.text(delay)));
    }

    /** Why a service is gone, in one line; empty while all run. */
    Optional<String> failure() {
        return all.stream().map(AppProcess::failure).flatMap(Optional::stream).findFirst();
    }

    /** Ends them in order, so that each commits what it has processed and closes its ledger. */
    void stop() {
        all.forEach(AppProcess::askToStop);
        all.forEach(AppProcess::stop);
    }

    @Override
    public void close() {
        stop();
    }
}
