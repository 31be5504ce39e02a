package io.losslab.lab.capture;

import io.losslab.lab.LabException;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.EvidenceStream;
import io.losslab.lab.evidence.Replication;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeLogDirsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Asks the cluster several times a second for start, end, leader, ISR and size of each partition and for the groups'
 * commits, and writes down what changed, with a heartbeat line for every round.
 *
 * <p>Own thread; {@link #latest} may be called from anywhere.
 */
public final class ClusterSampler implements ClusterView, Recorder {

    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final long TIMEOUT_SECONDS = 10;

    private final Admin admin;
    private final String topic;
    private final List<String> groupIds;
    private final EvidenceStream partitions;
    private final EvidenceStream commits;
    private final ReplicationSampler replication;
    private final Rounds rounds = new Rounds("losslab-sampler", PERIOD, this::round);
    private final Map<Integer, ClusterSample.PartitionSample> written = new HashMap<>();
    private final Map<String, Map<Integer, Long>> writtenCommits = new HashMap<>();
    private volatile ClusterSample latest;
    private volatile String failure;
    private boolean sizesKnown = true;

    public ClusterSampler(Admin admin, String topic, List<String> groupIds, Path evidenceDir) {
        this.admin = admin;
        this.topic = topic;
        this.groupIds = List.copyOf(groupIds);
        partitions = ClusterSample.partitionStream(evidenceDir);
        commits = ClusterSample.commitStream(evidenceDir);
        replication = new ReplicationSampler(admin, topic, evidenceDir);
    }

    @Override
    public void start() {
        replication.start();
        rounds.start();
    }

    @Override
    public ClusterSample latest() {
        return latest;
    }

    @Override
    public Map<Integer, Replication> replication() {
        return replication.latest();
    }

    @Override
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public synchronized ClusterSample sample() throws InterruptedException {
        try {
            ClusterSample sample = ask();
            write(sample);
            latest = sample;
            failure = null;
            return sample;
        } catch (ExecutionException e) {
            throw new LabException.Environment("the cluster does not answer: " + reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new LabException.Environment("the cluster did not answer within " + TIMEOUT_SECONDS + " s", e);
        }
    }

    private void round() throws InterruptedException {
        try {
            sample();
        } catch (LabException.Environment e) {
            failure = e.getMessage();
        }
    }

    private ClusterSample ask() throws ExecutionException, InterruptedException, TimeoutException {
        TopicDescription description = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .get(topic);
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> end = new HashMap<>();
        for (TopicPartitionInfo info : description.partitions()) {
            TopicPartition partition = new TopicPartition(topic, info.partition());
            earliest.put(partition, OffsetSpec.earliest());
            end.put(partition, OffsetSpec.latest());
        }
        // before the ends: a commit is then never ahead of the end beside it, unless it really lies beyond it
        Map<String, Map<Integer, Long>> committed = committed();
        ListOffsetsResult starts = admin.listOffsets(earliest);
        ListOffsetsResult ends = admin.listOffsets(end);
        DescribeLogDirsResult dirs = sizesKnown ? admin.describeLogDirs(leaders(description)) : null;
        Map<Integer, ClusterSample.PartitionSample> sampled = new TreeMap<>();
        Map<TopicPartition, Long> sizes = sizes(dirs, description);
        for (TopicPartitionInfo info : description.partitions()) {
            TopicPartition partition = new TopicPartition(topic, info.partition());
            long start = starts.partitionResult(partition)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .offset();
            ListOffsetsResult.ListOffsetsResultInfo last =
                    ends.partitionResult(partition).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            sampled.put(
                    info.partition(),
                    new ClusterSample.PartitionSample(
                            start,
                            last.offset(),
                            info.leader() == null ? -1 : info.leader().id(),
                            last.leaderEpoch().orElse(-1),
                            info.isr().stream().map(Node::idString).sorted().collect(Collectors.joining(" ")),
                            sizes.getOrDefault(partition, -1L)));
        }
        return new ClusterSample(EpochClock.micros(), sampled, committed);
    }

    private Map<String, Map<Integer, Long>> committed()
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Map<Integer, Long>> committed = new TreeMap<>();
        if (groupIds.isEmpty()) {
            return committed;
        }
        ListConsumerGroupOffsetsResult result = admin.listConsumerGroupOffsets(
                groupIds.stream().collect(Collectors.toMap(g -> g, g -> new ListConsumerGroupOffsetsSpec())));
        for (String group : groupIds) {
            Map<TopicPartition, OffsetAndMetadata> offsets =
                    result.partitionsToOffsetAndMetadata(group).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            Map<Integer, Long> byPartition = new TreeMap<>();
            offsets.forEach((partition, offset) -> {
                if (offset != null && partition.topic().equals(topic)) {
                    byPartition.put(partition.partition(), offset.offset());
                }
            });
            committed.put(group, byPartition);
        }
        return committed;
    }

    private static Set<Integer> leaders(TopicDescription description) {
        return description.partitions().stream()
                .filter(p -> p.leader() != null)
                .map(p -> p.leader().id())
                .collect(Collectors.toSet());
    }

    /** A cluster may refuse to tell (Describe on the cluster is needed): then sizes are unknown, and nothing else. */
    private Map<TopicPartition, Long> sizes(DescribeLogDirsResult result, TopicDescription description)
            throws InterruptedException, TimeoutException {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        if (result == null) {
            return sizes;
        }
        Map<Integer, Integer> leaders = new HashMap<>();
        description.partitions().forEach(p -> {
            if (p.leader() != null) {
                leaders.put(p.partition(), p.leader().id());
            }
        });
        try {
            result.allDescriptions()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .forEach((broker, logDirs) -> logDirs.values()
                            .forEach(dir -> dir.replicaInfos().forEach((partition, replica) -> {
                                boolean ours = partition.topic().equals(topic) && !replica.isFuture();
                                if (ours && broker.equals(leaders.get(partition.partition()))) {
                                    sizes.merge(partition, replica.size(), Long::sum);
                                }
                            })));
        } catch (ExecutionException e) {
            sizesKnown = !(e.getCause() instanceof org.apache.kafka.common.errors.ClusterAuthorizationException
                    || e.getCause() instanceof org.apache.kafka.common.errors.UnsupportedVersionException);
        }
        return sizes;
    }

    private void write(ClusterSample sample) {
        sample.partitions().forEach((partition, p) -> {
            if (!p.equals(written.put(partition, p))) {
                partitions.line(
                        sample.atMicros(),
                        partition,
                        p.leader(),
                        p.leaderEpoch(),
                        p.isr(),
                        p.logStartOffset(),
                        p.endOffset(),
                        p.sizeBytes());
            }
        });
        partitions.line(sample.atMicros(), ClusterSample.HEARTBEAT, "", "", "", "", "", "");
        sample.committed()
                .forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
                    Map<Integer, Long> known = writtenCommits.computeIfAbsent(group, g -> new HashMap<>());
                    if (!offset.equals(known.put(partition, offset))) {
                        commits.line(sample.atMicros(), group, partition, offset);
                    }
                }));
    }

    private static String reason(Throwable e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName()
                + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
    }

    @Override
    public Map<String, Long> lines() {
        return Map.of(
                EvidenceFiles.PARTITIONS,
                partitions.lines(),
                EvidenceFiles.COMMITS,
                commits.lines(),
                EvidenceFiles.REPLICATION,
                replication.lines());
    }

    @Override
    public List<Hole> finish(RunEnd end) throws IOException {
        close();
        return List.of();
    }

    @Override
    public void close() throws IOException {
        if (rounds.stop(Duration.ofSeconds(TIMEOUT_SECONDS))) {
            replication.close();
            partitions.close();
            commits.close();
        }
    }
}
