package io.losslab.lab.run;

import io.losslab.lab.capture.ClusterSampler;
import io.losslab.lab.capture.Hole;
import io.losslab.lab.capture.InternalTopicWatch;
import io.losslab.lab.capture.RunEnd;
import io.losslab.lab.capture.Witness;
import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.process.AppProcess;
import io.losslab.lab.process.AppSpec;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.ledger.identity.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A run on a real broker whose course a test decides: clients of the test's own, or the built services, do what it says.
 * Everything else is the lab's: its witness and its samplers look on, and what they and the ledgers say is read and judged
 * as the evidence of any other run.
 */
final class ScriptedRun implements AutoCloseable {
    private static final int HEAP_MEGABYTES = 192;
    private static final Duration READY = Duration.ofSeconds(60);

    private final LabHome home;
    private final LabSession session;
    private final Cluster cluster;
    private final Path dir;
    private final String topic;
    private final int partitions;
    private final Map<String, String> groups;
    private final Admin admin;
    private final ClusterSampler sampler;
    private final InternalTopicWatch offsets;
    private final List<AutoCloseable> clients = new ArrayList<>();
    private Witness witness;

    /** The run, on a fresh topic, and the groups that are to be judged. */
    ScriptedRun(LabHome home, LabSession session, Cluster cluster, Path parent, int partitions, String... groups)
            throws Exception {
        this.home = home;
        this.session = session;
        this.cluster = cluster;
        this.partitions = partitions;
        String run = Source.randomName(8);
        topic = "t-" + run;
        dir = Files.createDirectories(parent.resolve(run));
        Files.createDirectories(ledgers());
        this.groups = new TreeMap<>();
        for (String group : groups) {
            this.groups.put(group, group + "-" + run);
        }
        admin = Admin.create(Map.<String, Object>copyOf(cluster.clientProperties()));
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
        List<String> ids = List.copyOf(this.groups.values());
        sampler = new ClusterSampler(admin, topic, ids, dir);
        offsets = InternalTopicWatch.groupOffsets(cluster.clientProperties(), topic, ids, dir);
        sampler.start();
        offsets.start();
    }

    String topic() {
        return topic;
    }

    /** The id by which the brokers know a group. */
    String groupId(String group) {
        return groups.get(group);
    }

    Path ledgers() {
        return dir.resolve(EvidenceFiles.LEDGERS);
    }

    /** The lab's witness begins to read; {@link #judge} begins it where a test has not. */
    void witness() throws IOException {
        witness = Witness.of(cluster.clientProperties(), topic, partitions, dir);
        witness.start();
    }

    /** A producer whose records, and whose ledger, the test writes. */
    ScriptedSender sender() throws IOException {
        ScriptedSender sender = new ScriptedSender(cluster, ledgers(), topic, partitions);
        clients.add(sender);
        return sender;
    }

    /** A member of a group whose position, and whose ledger, the test moves. */
    ScriptedMember member(String group) throws IOException {
        ScriptedMember member = new ScriptedMember(cluster, ledgers(), topic, groups.get(group));
        clients.add(member);
        return member;
    }

    /** A built service, ready. */
    AppProcess service(String name, String module, Map<String, String> config) {
        AppProcess app = launch(name, module, config);
        app.awaitReady(READY);
        return app;
    }

    private AppProcess launch(String name, String module, Map<String, String> config) {
        Map<String, String> all = new TreeMap<>(config);
        cluster.clientProperties().forEach((key, value) -> all.put("kafka." + key, value));
        all.put("losslab.topic", topic);
        all.put("losslab.ledger.dir", ledgers().toString());
        AppProcess app = AppProcess.start(new AppSpec(name, home.appJar(module), all, dir, HEAP_MEGABYTES), session);
        clients.add(app);
        return app;
    }

    /** Lets the built fast consumer read, as a group, until it is at the end of the log. */
    void readToEnd(String group) throws InterruptedException {
        try (AppProcess app =
                service(group + "-" + clients.size(), "fast-consumer", Map.of("losslab.group", groupId(group)))) {
            awaitEnd(group, Duration.ofSeconds(30));
        }
    }

    /** Returns when the group has committed the end of every partition. */
    void awaitEnd(String group, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            ClusterSample sample = sampler.sample();
            Map<Integer, Long> committed = sample.committed().getOrDefault(groupId(group), Map.of());
            boolean atEnd = sample.partitions().entrySet().stream()
                    .allMatch(p -> p.getValue().endOffset() == committed.getOrDefault(p.getKey(), 0L));
            if (atEnd) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(group + " committed " + committed + " of " + sample.partitions());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /**
     * Ends every client, completes the evidence, and judges it as {@code losslab report} would.
     *
     * @param drainDeadlinePassed whether the groups were waited for in vain
     */
    RunAccounts judge(boolean drainDeadlinePassed) throws Exception {
        endClients();
        if (witness == null) {
            witness();
        }
        ClusterSample last = sampler.sample();
        RunEnd end = new RunEnd(last, RunEnd.ends(last));
        Map<Integer, RunFacts.End> facts = new TreeMap<>();
        last.partitions()
                .forEach((partition, sample) ->
                        facts.put(partition, new RunFacts.End(sample.logStartOffset(), sample.endOffset())));
        Path logs = Files.createDirectories(dir.resolve(EvidenceReader.BROKERS));
        cluster.logs().orElseThrow().copyTo(logs);
        boolean witnessAtEnd = witness.finish(end).isEmpty();
        String noOffsets =
                offsets.finish(end).stream().map(Hole::text).findFirst().orElse(null);
        sampler.finish(end);
        FaultLines.create(dir).close();
        RunFacts.of(topic, topic, groups, facts)
                .partitions(partitions)
                .drainDeadlinePassed(drainDeadlinePassed)
                .witnessAtEnd(witnessAtEnd)
                .noGroupOffsets(noOffsets)
                .write(dir);
        return AccountsCheck.balance(EvidenceReader.read(dir));
    }

    private void endClients() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        clients.clear();
    }

    @Override
    public void close() throws Exception {
        endClients();
        if (witness != null) {
            witness.close();
        }
        offsets.close();
        sampler.close();
        admin.close(Duration.ofSeconds(2));
    }
}
