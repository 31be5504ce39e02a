package io.losslab.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.LabException;
import io.losslab.lab.capture.BrokerLogDumps;
import io.losslab.lab.capture.ClusterSampler;
import io.losslab.lab.capture.InternalTopicWatch;
import io.losslab.lab.capture.LogTails;
import io.losslab.lab.capture.OpenTransactions;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.lab.place.BrokerProcess;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.place.Place;
import io.losslab.lab.process.ForeignTraces;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.service.Services;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Quantity;
import io.losslab.lab.spec.RunNames;
import io.losslab.lab.spec.Variant;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * One run of one variant, from an empty cluster to sealed evidence: start, load, drain, account. Whatever it opens it
 * closes, however it ends.
 */
final class RunExecution {
    private static final int RUN_ID_WIDTH = 10;
    private static final Duration WITNESS_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration ASSIGNMENT_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LOAD_GRACE = Duration.ofSeconds(150);
    private static final Duration START_ESTIMATE = Duration.ofSeconds(12);
    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(2);
    /** Kafka's default for {@code log.retention.check.interval.ms}. */
    private static final Duration DEFAULT_CHECK_INTERVAL = Duration.ofMinutes(5);

    private final Variant variant;
    private final ExperimentSpec spec;
    private final Place place;
    private final LabHome home;
    private final LabSession session;
    private final RunListener listener;
    private final Timeline timeline;
    private final boolean keep;
    private final boolean dumpLogs;
    private final Path commandConfig;
    private final String runId = Source.randomName(RUN_ID_WIDTH);
    private final ResultFolder results;
    private final Path dir;
    private final PhaseLog phases = new PhaseLog();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> holes = new ArrayList<>();

    RunExecution(
            Variant variant,
            Place place,
            LabHome home,
            LabSession session,
            RunListener listener,
            Timeline timeline,
            ResultFolder results,
            RunRequest request) {
        this.variant = variant;
        spec = variant.spec();
        this.place = place;
        this.home = home;
        this.session = session;
        this.listener = listener;
        this.timeline = timeline;
        keep = request.keep();
        dumpLogs = request.dumpLogs();
        commandConfig = request.commandConfig();
        this.results = results;
        dir = results.evidence(runId);
    }

    RunResult run(String label) throws IOException {
        results.newRun(runId);
        Files.createDirectory(dir.resolve(EvidenceFiles.LEDGERS));
        phase("start", brokers() + services(), START_ESTIMATE);
        ClusterSpec clusterSpec = new ClusterSpec(
                spec.cluster().brokers(),
                spec.cluster().controllers(),
                spec.cluster().config(),
                spec.cluster().features(),
                RunFaults.changeNetwork(spec.faults()));
        try (Cluster cluster = place.start(clusterSpec, dir)) {
            RunNames names = new RunNames(spec, runId, cluster.isOwn());
            Map<String, Object> adminConfig = new LinkedHashMap<>(cluster.clientProperties());
            adminConfig.put("client.id", "losslab");
            Admin admin = Admin.create(adminConfig);
            requireRights(admin, cluster, names);
            RunTopic topic = new RunTopic(admin, names.topic(), spec.topic(), cluster::failure);
            List<RunTopic> deadLetters = deadLetterTopics(admin, names, cluster);
            ForeignTraces traces = cluster.isOwn() ? null : traces(cluster, names);
            boolean stays = false;
            try {
                if (traces != null) {
                    session.noteTraces(traces);
                }
                topic.create();
                deadLetters.forEach(RunTopic::create);
                RunResult result =
                        ClusterGuard.during(cluster::failure, () -> run(label, cluster, admin, topic, names));
                if (keep && cluster.isOwn()) {
                    cluster.keep();
                }
                stays = keep;
                return result;
            } finally {
                if (traces != null && (stays || removeTraces(topic, deadLetters, names))) {
                    session.forgetTraces(traces);
                }
                admin.close(ADMIN_CLOSE); // by default it would wait for the answers of a cluster that is gone
            }
        }
    }

    /** Before anything is made: a login that lacks a right may be unable to remove it again. */
    private void requireRights(Admin admin, Cluster cluster, RunNames names) {
        if (cluster.isOwn()) {
            return;
        }
        List<String> topics = new ArrayList<>(List.of(names.topic()));
        topics.addAll(names.deadLetterTopics(spec).values());
        try {
            new RunRights(admin, cluster.clientProperties(), runId)
                    .require(topics, names.groupIds().values(), names.transactionalId(spec));
        } catch (RuntimeException e) {
            admin.close(ADMIN_CLOSE);
            throw e;
        }
    }

    /** One partition each, so that an offset says which dead letter it is. */
    private List<RunTopic> deadLetterTopics(Admin admin, RunNames names, Cluster cluster) {
        List<RunTopic> topics = new ArrayList<>();
        spec.consumers().forEach((name, consumer) -> {
            if (consumer.deadLetters() != null) {
                ExperimentSpec.Topic deadLetters = new ExperimentSpec.Topic(
                        1,
                        spec.topic().replicationFactor(),
                        consumer.deadLetters().config());
                topics.add(new RunTopic(admin, names.deadLetterTopic(name), deadLetters, cluster::failure));
            }
        });
        return topics;
    }

    private ForeignTraces traces(Cluster cluster, RunNames names) {
        List<String> topics = new ArrayList<>(List.of(names.topic()));
        topics.addAll(names.deadLetterTopics(spec).values());
        return new ForeignTraces(
                cluster.bootstrapServers(),
                commandConfig,
                runId,
                topics,
                List.copyOf(names.groupIds().values()));
    }

    /**
     * Also after Ctrl-C: what was created on somebody else's cluster does not stay there. Returns whether all of it is
     * gone.
     */
    private boolean removeTraces(RunTopic topic, List<RunTopic> deadLetters, RunNames names) {
        boolean interrupted = Thread.interrupted();
        try {
            List<String> left =
                    new ArrayList<>(topic.delete(List.copyOf(names.groupIds().values())));
            deadLetters.forEach(t -> left.addAll(t.delete(List.of())));
            left.forEach(line -> listener.note(line + "; the next start, or losslab down, tries again"));
            return left.isEmpty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private RunResult run(String label, Cluster cluster, Admin admin, RunTopic topic, RunNames names)
            throws IOException {
        try (ClusterSampler sampler = new ClusterSampler(
                        admin, topic.name(), List.copyOf(names.groupIds().values()), dir);
                Witnesses witnesses = new Witnesses(spec, names, cluster.clientProperties(), dir);
                InternalTopicWatch offsets = InternalTopicWatch.groupOffsets(
                        cluster.clientProperties(),
                        topic.name(),
                        List.copyOf(names.groupIds().values()),
                        dir);
                InternalTopicWatch transactions = transactionsWatch(cluster, names);
                Services services = new Services(
                        home,
                        session,
                        cluster.clientProperties(),
                        topic.name(),
                        dir,
                        dir.resolve(EvidenceFiles.LEDGERS));
                RunFaults faults = new RunFaults(spec, cluster, admin, topic.name(), names, services, dir, listener)) {
            services.start(spec, names, runId, cluster::failure);
            services.awaitAssignments(spec.topic().partitions(), ASSIGNMENT_TIMEOUT);
            RunMonitor monitor = new RunMonitor(
                    cluster,
                    services,
                    sampler,
                    faults.schedule(),
                    names.groupIds(),
                    timeline,
                    listener,
                    variant,
                    runId,
                    phases.startedMicros());
            monitor.tick();
            warmUp(services, monitor);
            JsonNode producer = load(services, monitor, faults);
            faults.close();
            boolean deadlinePassed = drain(cluster, services, monitor, topic, names);
            return account(
                    label,
                    cluster,
                    admin,
                    services,
                    sampler,
                    witnesses,
                    offsets,
                    transactions,
                    monitor,
                    names,
                    producer,
                    deadlinePassed);
        }
    }

    /** Sends the same records under another name: they are in the books, and in no rate and no latency. */
    private void warmUp(Services services, RunMonitor monitor) {
        Duration duration = spec.load().warmUp();
        if (duration == null) {
            return;
        }
        phase("warm-up", "warming up for " + Quantity.text(duration), duration);
        monitor.phase("warm-up");
        services.warmUp();
        long deadline = System.nanoTime() + duration.plus(LOAD_GRACE).toNanos();
        do {
            monitor.tick();
        } while (monitor.producer().path("state").asText().matches("RUNNING|STOPPING") && System.nanoTime() < deadline);
        services.stopLoad(LOAD_GRACE);
    }

    private JsonNode load(Services services, RunMonitor monitor, RunFaults faults) {
        Duration duration = spec.load().duration();
        phase("load", "sending " + spec.load().tps() + " records/s for " + Quantity.text(duration), duration);
        monitor.phase("load");
        RunFaults.outlasting(spec).ifPresent(warnings::add);
        services.load();
        faults.schedule().start();
        Duration last = faults.last();
        Duration atMost = (last.compareTo(duration) > 0 ? last : duration).plus(LOAD_GRACE);
        long deadline = System.nanoTime() + atMost.toNanos();
        boolean sending;
        do {
            monitor.tick();
            faults.producer(monitor.producer());
            faults.tell();
            sending = !services.isProducerGone()
                    && List.of("RUNNING", "STOPPING")
                            .contains(monitor.producer().path("state").asText());
            if (System.nanoTime() > deadline) {
                warnings.add((sending ? "the load" : "a fault") + " did not end by itself within "
                        + LOAD_GRACE.toSeconds() + " s of its time and was stopped");
                return services.stopLoad(LOAD_GRACE);
            }
            requireNoFailure(monitor.producer());
        } while (sending || !faults.schedule().isOver());
        JsonNode status = services.stopLoad(LOAD_GRACE);
        requireNoFailure(status);
        return status;
    }

    /** What a load that cannot go on leaves is no run of the experiment. */
    private static void requireNoFailure(JsonNode producer) {
        if (producer.path("state").asText().equals("FAILED")) {
            throw new LabException.Environment(
                    "the load failed: " + producer.path("failure").asText("load-producer gives no reason"));
        }
    }

    /** Returns whether a group was waited for in vain. */
    private boolean drain(Cluster cluster, Services services, RunMonitor monitor, RunTopic topic, RunNames names) {
        if (spec.drain().awaitRetention()) {
            awaitRetention(monitor, topic);
        }
        Duration timeout = spec.drain().timeout();
        String healed = spec.drain().delay() == null
                ? ""
                : "; slow consumers now take " + Quantity.text(spec.drain().delay());
        phase("drain", "letting the groups catch up" + healed, timeout);
        monitor.phase("drain");
        if (spec.drain().delay() != null) {
            services.setDelay(spec.drain().delay());
        }
        try (LogTails tails = new LogTails(cluster.clientProperties(), topic.name())) {
            DrainWatch watch = new DrainWatch(spec, names.groupIds(), services::living, tails, EpochClock.micros());
            monitor.watch(watch);
            if (timeout.isZero()) {
                watch.skip();
                monitor.tick();
                return false;
            }
            long deadline = System.nanoTime() + timeout.toNanos();
            do {
                monitor.tick();
            } while (!watch.isSettled() && System.nanoTime() < deadline);
            boolean inVain = watch.end();
            warnings.addAll(watch.warnings());
            return inVain;
        }
    }

    /**
     * What is over the limit is only deleted at the broker's next check: a group that is healed before has lost nothing
     * yet. Where the check comes every five minutes (Kafka's default), that is how long the truth takes.
     */
    private void awaitRetention(RunMonitor monitor, RunTopic topic) {
        Duration interval = topic.retentionCheckInterval().orElse(null);
        if (interval == null) {
            interval = DEFAULT_CHECK_INTERVAL;
            warnings.add("the cluster does not tell log.retention.check.interval.ms (DescribeConfigs on the brokers is"
                    + " needed); Kafka's default of 5 min was assumed");
        }
        Duration atMost = interval.plusMillis(500);
        phase(
                "retention",
                "waiting for the brokers' next retention check (one every " + Quantity.text(interval) + ")",
                atMost);
        monitor.phase("retention");
        long deadline = System.nanoTime() + atMost.toNanos();
        long from = EpochClock.micros();
        do {
            monitor.tick();
            ClusterSample sample = monitor.cluster();
            if (sample != null && sample.atMicros() > from && nothingOverLimit(sample, topic)) {
                return;
            }
        } while (System.nanoTime() < deadline);
    }

    /** Retention by size deletes a segment only while what is left is still at least the limit. */
    private boolean nothingOverLimit(ClusterSample sample, RunTopic topic) {
        long limit = spec.topic().number("retention.bytes");
        long segment = spec.topic().number("segment.bytes");
        if (limit < 0 || segment < 0 || topic.config().containsKey("retention.ms")) {
            return false;
        }
        return sample.partitions().values().stream().allMatch(p -> p.sizeBytes() >= 0 && p.sizeBytes() < limit);
    }

    private RunResult account(
            String label,
            Cluster cluster,
            Admin admin,
            Services services,
            ClusterSampler sampler,
            Witnesses witnesses,
            InternalTopicWatch offsets,
            InternalTopicWatch transactions,
            RunMonitor monitor,
            RunNames names,
            JsonNode producer,
            boolean deadlinePassed)
            throws IOException {
        phase("account", "gathering the evidence", Duration.ofSeconds(5));
        monitor.phase("account");
        monitor.tick();
        Map<String, List<JsonNode>> consumers = monitor.consumers();
        services.stop();
        ClusterSample end = finalSample(cluster, sampler);
        Map<Integer, RunFacts.Blocked> blocked = blocked(admin, names, end);
        boolean witnessAtEnd = awaitWitnesses(witnesses, end, blocked);
        witnesses.close();
        offsets.close();
        if (transactions != null) {
            transactions.close();
        }
        sampler.close();
        phases.end();
        warnIfSlow(producer);
        new RunObservation(
                        label,
                        variant,
                        runId,
                        cluster,
                        names,
                        phases,
                        producer,
                        consumers,
                        monitor,
                        end,
                        sampler.lines(),
                        warnings)
                .write(dir);
        if (dumpLogs) {
            int brokers = cluster.brokerProcesses().size();
            listener.phase(
                    "dump",
                    "ending " + (brokers == 1 ? "the broker" : "the brokers") + " and reading what is on "
                            + (brokers == 1 ? "its disk" : "their disks") + " with kafka-dump-log",
                    Duration.ofSeconds(5L * brokers));
            BrokerLogDumps.write(dir, names.topic(), cluster.brokerProcesses(), end, holes);
        }
        facts(cluster, names, deadlinePassed, witnessAtEnd, end, offsets, transactions, blocked)
                .write(dir);
        return new RunResult(runId, keep ? kept(cluster, names) : List.of());
    }

    /**
     * The end offsets, and the brokers' logs that lead up to exactly these: a segment deleted between the two would
     * look like evidence that is missing.
     */
    private ClusterSample finalSample(Cluster cluster, ClusterSampler sampler) throws IOException {
        try {
            for (int attempt = 0; ; attempt++) {
                ClusterSample before = sampler.sample();
                copyBrokerLogs(cluster);
                ClusterSample after = sampler.sample();
                if (before.logStartSum() == after.logStartSum() || attempt == 20) {
                    return after;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted", e);
        }
    }

    private void copyBrokerLogs(Cluster cluster) throws IOException {
        Path to = Files.createDirectories(dir.resolve(EvidenceReader.BROKERS));
        List<BrokerProcess> processes = new ArrayList<>(cluster.brokerProcesses());
        processes.addAll(cluster.controllerProcesses()); // they say which election was unclean
        for (BrokerProcess process : processes) {
            Files.copy(
                    process.logFile(),
                    to.resolve(process.name() + ".log"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Null without transactions; those of somebody else's cluster are none of the run's business. */
    private InternalTopicWatch transactionsWatch(Cluster cluster, RunNames names) {
        return spec.load().transactions() == null || !cluster.isOwn()
                ? null
                : InternalTopicWatch.transactions(cluster.clientProperties(), names.transactionalId(spec), dir);
    }

    /** Null without transactions. */
    private Map<Integer, RunFacts.Blocked> blocked(Admin admin, RunNames names, ClusterSample end) {
        return spec.load().transactions() == null ? null : OpenTransactions.of(admin, names.topic(), ends(end));
    }

    private static Map<Integer, Long> ends(ClusterSample end) {
        Map<Integer, Long> ends = new TreeMap<>();
        end.partitions().forEach((partition, sample) -> ends.put(partition, sample.endOffset()));
        return ends;
    }

    /** Returns whether the first of them got to the end. */
    private boolean awaitWitnesses(Witnesses witnesses, ClusterSample end, Map<Integer, RunFacts.Blocked> blocked) {
        Map<Integer, Long> ends = ends(end);
        Map<Integer, Long> stable = new TreeMap<>(ends);
        if (blocked != null) {
            blocked.forEach((partition, by) -> stable.put(partition, by.lastStableOffset()));
        }
        try {
            return witnesses.awaitEnds(ends, stable, WITNESS_TIMEOUT, holes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted", e);
        }
    }

    private RunFacts facts(
            Cluster cluster,
            RunNames names,
            boolean deadlinePassed,
            boolean witnessAtEnd,
            ClusterSample end,
            InternalTopicWatch offsets,
            InternalTopicWatch transactions,
            Map<Integer, RunFacts.Blocked> blocked) {
        Map<Integer, RunFacts.End> ends = new TreeMap<>();
        end.partitions()
                .forEach((partition, sample) ->
                        ends.put(partition, new RunFacts.End(sample.logStartOffset(), sample.endOffset())));
        return new RunFacts(
                runId,
                names.topic(),
                spec.topic().partitions(),
                !cluster.brokerProcesses().isEmpty(),
                names.groupIds(),
                deadlinePassed,
                witnessAtEnd,
                ends,
                holes,
                spec.load().transactions() != null,
                names.deadLetterTopics(spec),
                offsets.refusal().orElse(null),
                spec.topic().config().getOrDefault("cleanup.policy", "").contains("compact"),
                transactions == null ? null : transactions.refusal().orElse(null),
                blocked,
                blocked == null ? null : names.readCommitted(spec));
    }

    private void warnIfSlow(JsonNode producer) {
        double achieved = producer.path("achievedTps").asDouble();
        if (achieved < 0.9 * spec.load().tps()) {
            warnings.add(String.format(
                    java.util.Locale.ROOT,
                    "the load reached %.0f of the %d records/s it aimed at",
                    achieved,
                    spec.load().tps()));
        }
    }

    private List<String> kept(Cluster cluster, RunNames names) {
        String groups = String.join(", ", names.groupIds().values());
        return List.of("topic " + names.topic() + " and groups " + groups + " at " + cluster.bootstrapServers()
                + (cluster.isOwn() ? "; the broker runs on until ./losslab down" : ""));
    }

    private void phase(String name, String what, Duration atMost) {
        phases.begin(name);
        listener.phase(name, what, atMost);
    }

    private String brokers() {
        int n = spec.cluster().brokers();
        return place.capabilities().contains(Place.Capability.CONFIGURE_BROKERS)
                ? "starting " + n + (n == 1 ? " broker" : " brokers") + " and "
                : "connecting to the cluster and starting ";
    }

    private String services() {
        int n = 1
                + spec.consumers().values().stream()
                        .mapToInt(ExperimentSpec.Consumer::instances)
                        .sum();
        return n + " services";
    }

    /** How long a run of this takes, about. */
    static Duration estimate(ExperimentSpec spec) {
        Duration load = spec.load().duration();
        Duration faults = RunFaults.last(spec.faults());
        return START_ESTIMATE.plus(faults.compareTo(load) > 0 ? faults : load).plusSeconds(10);
    }
}
