package io.losslab.lab.service;

import io.losslab.contract.service.ServiceCatalogue;
import io.losslab.contract.service.ServiceDescriptor;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.LoadStatus;
import io.losslab.lab.LabException;
import io.losslab.lab.act.FaultTarget;
import io.losslab.lab.process.AppProcess;
import io.losslab.lab.process.AppSpec;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.Pause;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Quantity;
import io.losslab.lab.spec.RunNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The services of one run: one load-producer, and the instances of each group. */
public final class Services implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 256;
    private static final String WARM_UP = "-w";
    private static final ServiceDescriptor PRODUCER = ServiceCatalogue.producer();

    private final LabHome home;
    private final LabSession session;
    private final Path workDir;
    private final Map<String, String> common = new LinkedHashMap<>();
    private final List<AppProcess> all = new CopyOnWriteArrayList<>();
    /** By the name that the experiment gives them. */
    private final Map<String, Group> consumers = new LinkedHashMap<>();

    private final List<Member<LoadStatus>> producers = new CopyOnWriteArrayList<>();
    private volatile long loadStartedNanos;
    private ExperimentSpec.Load load;
    private String runId;
    private Supplier<Optional<String>> clusterFailure = Optional::empty;

    /**
     * @param members all there ever were, in the order they started; empty before the group's start
     */
    private record Group(
            String name,
            ExperimentSpec.Consumer spec,
            Map<String, String> config,
            List<Member<ConsumerStatus>> members) {}

    /**
     * @param clientProperties for every Kafka client; may hold secrets
     * @param workDir for the services' logs
     * @param ledgers where they keep their ledgers
     */
    public Services(
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
     * Starts all that do not come later, at the same time, and returns when every one is ready.
     *
     * @param clusterFailure why the cluster is gone, if it is: then nobody will ever be ready
     */
    public void start(ExperimentSpec spec, RunNames names, String runId, Supplier<Optional<String>> clusterFailure) {
        this.runId = runId;
        this.clusterFailure = clusterFailure;
        load = spec.load();
        Map<String, String> config = new LinkedHashMap<>(common);
        config.put("losslab.load.value-bytes", Integer.toString(load.valueBytes()));
        config.put("losslab.load.keys", Integer.toString(load.keys()));
        load.producer().forEach((key, value) -> config.put(PRODUCER.channelPrefix() + key, value));
        if (load.transactions() != null) {
            config.put(
                    "losslab.load.transaction.records",
                    Integer.toString(load.transactions().records()));
            config.put(
                    "losslab.load.transaction.abort-every",
                    Integer.toString(load.transactions().abortEvery()));
            config.put(PRODUCER.channelPrefix() + "transactional.id", names.transactionalId(spec));
        }
        producers.add(launchProducer(config));
        spec.consumers().forEach((name, consumer) -> {
            Group group =
                    new Group(name, consumer, consumerConfig(name, consumer, names), new CopyOnWriteArrayList<>());
            consumers.put(name, group);
            if (consumer.startAt() == null) {
                launch(group);
            }
        });
        awaitReady(clusterFailure);
    }

    private void awaitReady(Supplier<Optional<String>> clusterFailure) {
        List<Member<?>> waiting = new ArrayList<>(producers);
        consumers.values().forEach(group -> waiting.addAll(group.members()));
        waiting.forEach(member -> member.awaitReady(() -> clusterFailure.get().or(this::failure)));
    }

    private Map<String, String> consumerConfig(String name, ExperimentSpec.Consumer consumer, RunNames names) {
        String channel = ServiceCatalogue.named(consumer.app()).channelPrefix();
        Map<String, String> config = new LinkedHashMap<>(common);
        config.put("losslab.group", names.groupIds().get(consumer.group()));
        if (consumer.delay() != null) {
            config.put("losslab.processing.delay", Quantity.text(consumer.delay()));
        }
        if (consumer.failEvery() > 0) {
            config.put("losslab.processing.fail-every", Integer.toString(consumer.failEvery()));
        }
        if (consumer.deadLetters() != null) {
            config.put(channel + "failure-strategy", "dead-letter-queue");
            config.put(channel + "dead-letter-queue.topic", names.deadLetterTopic(name));
        }
        consumer.config().forEach((key, value) -> config.put(channel + key, value));
        return config;
    }

    private void launch(Group group) {
        int instances = group.spec().instances();
        for (int i = 1; i <= instances; i++) {
            String process = instances == 1 ? group.name() + "-consumer" : group.name() + "-consumer-" + i;
            group.members().add(launch(group, process, i, 1));
        }
    }

    /**
     * A successor has the same configuration, a log and a ledger of its own.
     *
     * @param instance of the group, from 1
     * @param number from 1, of those that were this instance one after the other
     */
    private Member<ConsumerStatus> launch(Group group, String process, int instance, int number) {
        AppProcess app = launch(
                number == 1 ? process : process + "." + number, group.spec().app(), group.config());
        return new Member<>(
                app, instance, ConsumerStatus.class, ConsumerStatus.silent(), ConsumerStatus::withoutPartitions, () -> {
                    Member<ConsumerStatus> next = launch(group, process, instance, number + 1);
                    group.members().add(next);
                    next.awaitReady();
                    return next;
                });
    }

    /** A successor goes on with the load for the time that is left of it. */
    private Member<LoadStatus> launchProducer(Map<String, String> config) {
        String name = producers.isEmpty() ? PRODUCER.name() : PRODUCER.name() + "." + (producers.size() + 1);
        return new Member<>(
                launch(name, PRODUCER.name(), config), 1, LoadStatus.class, null, UnaryOperator.identity(), () -> {
                    Member<LoadStatus> next = launchProducer(config);
                    next.awaitReady();
                    Duration left = load.duration().minusNanos(System.nanoTime() - loadStartedNanos);
                    if (left.compareTo(Duration.ofMillis(1)) > 0) {
                        startLoad(next, Duration.ofMillis(left.toMillis()));
                    }
                    producers.add(next);
                    return next;
                });
    }

    private AppProcess launch(String name, String module, Map<String, String> config) {
        AppProcess app =
                AppProcess.start(new AppSpec(name, home.appJar(module), config, workDir, HEAP_MEGABYTES), session);
        all.add(app);
        return app;
    }

    /** The processes of a service: of the producer, or of a consumer. */
    public List<Member<?>> members(String service) {
        return List.copyOf(
                service.equals(FaultTarget.PRODUCER)
                        ? producers
                        : consumers.get(service).members());
    }

    /** Starts a consumer that was to come later; returns when it is ready. */
    public List<Member<?>> startLate(String consumer) {
        Group group = consumers.get(consumer);
        launch(group);
        group.members().forEach(Member::awaitReady);
        return List.copyOf(group.members());
    }

    /** Returns when the groups' instances have all partitions between them. */
    public void awaitAssignments(int partitions, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (Group group : consumers.values()) {
            if (group.spec().startAt() != null) {
                continue;
            }
            while (assigned(group) < partitions) {
                failure().ifPresent(line -> {
                    throw new LabException.Environment(line);
                });
                if (System.nanoTime() > deadline) {
                    throw new LabException.Environment(
                            "group " + group.spec().group() + " had only " + assigned(group) + " of " + partitions
                                    + " partitions assigned after " + timeout.toSeconds() + " s (log: "
                                    + group.members().get(0).app().logFile() + ")");
                }
                Pause.millis(50);
            }
        }
    }

    private static int assigned(Group group) {
        return group.members().stream()
                .mapToInt(member -> member.status().partitions().size())
                .sum();
    }

    public void load() {
        loadStartedNanos = System.nanoTime();
        startLoad(producers.get(0), load.duration());
    }

    public void warmUp() {
        startLoad(producers.get(0), load.warmUp(), runId + WARM_UP);
    }

    private void startLoad(Member<LoadStatus> producer, Duration duration) {
        startLoad(producer, duration, runId);
    }

    private void startLoad(Member<LoadStatus> producer, Duration duration, String runId) {
        producer.app()
                .get("/start/" + load.tps() + "?valueBytes=" + load.valueBytes() + "&keys=" + load.keys() + "&duration="
                        + Quantity.text(duration) + "&run=" + runId);
    }

    private Member<LoadStatus> producer() {
        return producers.get(producers.size() - 1);
    }

    /** Whether a fault ended it and nothing took its place. */
    public boolean isProducerGone() {
        return !producer().isAlive();
    }

    /** Null while it never said anything. */
    public LoadStatus producerStatus() {
        return producer().status();
    }

    /** What it said at the end; null when it never said anything. */
    public LoadStatus stopLoad(Duration timeout) {
        Member<LoadStatus> producer = producer();
        return producer.isServing() ? producer.read(producer.app().get("/stop", timeout)) : producer.status();
    }

    /** The status of each instance of each group, the last words of those included that a fault has ended. */
    public Map<String, List<ConsumerStatus>> consumerStatus() {
        Map<String, List<ConsumerStatus>> status = new LinkedHashMap<>();
        consumers
                .values()
                .forEach(group -> status.put(
                        group.spec().group(),
                        group.members().stream().map(Member::status).toList()));
        return status;
    }

    /** What each process of the group said last that has not ended. */
    public List<ConsumerStatus> living(String group) {
        return consumers.values().stream()
                .filter(g -> g.spec().group().equals(group))
                .flatMap(g -> g.members().stream())
                .filter(Member::isAlive)
                .map(Member::lastStatus)
                .toList();
    }

    public void setDelay(Duration delay) {
        consumers.values().stream()
                .filter(group -> group.spec().hasDelay())
                .flatMap(group -> group.members().stream())
                .filter(Member::isServing)
                .forEach(member -> member.app().put("/delay/" + Quantity.text(delay)));
    }

    /** Why a service is gone, in one line; empty while all run. */
    public Optional<String> failure() {
        return all.stream().map(AppProcess::failure).flatMap(Optional::stream).findFirst();
    }

    /** Ends them in order, so that each commits what it has processed and closes its ledger. */
    public void stop() {
        all.forEach(AppProcess::askToStop);
        all.forEach(AppProcess::stop);
    }

    /** Without a cluster they could only wait for it until they are killed, and nothing of the run will be judged. */
    @Override
    public void close() {
        if (clusterFailure.get().isPresent()) {
            all.forEach(AppProcess::kill);
        } else {
            stop();
        }
    }
}
