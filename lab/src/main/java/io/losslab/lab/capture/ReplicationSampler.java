package io.losslab.lab.capture;

import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.EvidenceStream;
import io.losslab.lab.evidence.Replication;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.EpochClock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * Asks the cluster several times a second for leader, ISR and ELR of each partition, and writes down what changed, with
 * a heartbeat line for every round that was answered.
 *
 * <p>Apart from {@link ClusterSampler}, because that one waits for leaders: while a partition has none, offsets cannot be
 * had, and this is exactly when people want to know who is in charge. The leader's epoch comes from the leader itself
 * (Kafka's description of a topic does not have it), so it may be known a little later than the rest.
 *
 * <p>Own thread; {@link #latest} may be called from anywhere.
 */
final class ReplicationSampler implements Closeable {

    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final int TIMEOUT_MS = 2_000;
    /** Who has not answered for so long may know something else by now. */
    private static final long SILENCE_MICROS = 1_500_000;

    private final Admin admin;
    private final String topic;
    private final EvidenceStream stream;
    private final Rounds rounds = new Rounds("losslab-replication-sampler", PERIOD, this::attempt);
    private final Map<Integer, Tracked> partitions = new TreeMap<>();
    private volatile Told latest = new Told(0, Map.of());

    ReplicationSampler(Admin admin, String topic, Path evidenceDir) {
        this.admin = admin;
        this.topic = topic;
        stream = new EvidenceStream(
                evidenceDir.resolve(EvidenceFiles.REPLICATION),
                "partition",
                "leader",
                "leader_epoch",
                "replicas",
                "isr",
                "elr");
    }

    void start() {
        rounds.start();
    }

    private record Told(long atMicros, Map<Integer, Replication> partitions) {}

    /** By partition; empty while no broker answers. */
    Map<Integer, Replication> latest() {
        Told told = latest;
        return EpochClock.micros() - told.atMicros() > SILENCE_MICROS ? Map.of() : told.partitions();
    }

    long lines() {
        return stream.lines();
    }

    private void attempt() throws InterruptedException {
        try {
            round();
        } catch (ExecutionException | TimeoutException e) {
            // no broker answers: the stream has no heartbeat for it, and the next round asks again
        }
    }

    private void round() throws ExecutionException, InterruptedException, TimeoutException {
        List<TopicPartitionInfo> infos = admin.describeTopics(
                        List.of(topic), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MS))
                .allTopicNames()
                .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .get(topic)
                .partitions();
        long now = EpochClock.micros();
        ask(infos);
        Map<Integer, Replication> told = new TreeMap<>();
        for (TopicPartitionInfo info : infos) {
            Tracked tracked = partitions.get(info.partition());
            if (tracked.update(replication(info), tracked.answered())) {
                write(now, info.partition(), tracked.current);
            }
            told.put(info.partition(), tracked.current);
        }
        latest = new Told(now, told);
        stream.line(now, ClusterSample.HEARTBEAT, "", "", "", "", "");
    }

    /** Asks new leaders for their epochs; a partition that has not been answered is not asked again. */
    private void ask(List<TopicPartitionInfo> infos) {
        Map<TopicPartition, OffsetSpec> questions = new HashMap<>();
        for (TopicPartitionInfo info : infos) {
            Tracked tracked = partitions.computeIfAbsent(info.partition(), p -> new Tracked());
            if (tracked.answer == null && tracked.needsEpoch(leader(info))) {
                questions.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest());
            }
        }
        if (!questions.isEmpty()) {
            ListOffsetsResult answers = admin.listOffsets(questions, new ListOffsetsOptions().timeoutMs(TIMEOUT_MS));
            questions.keySet().forEach(p -> partitions.get(p.partition()).answer = answers.partitionResult(p));
        }
    }

    private void write(long atMicros, int partition, Replication state) {
        String[] fields = state.text().split("/", -1);
        stream.line(atMicros, partition, fields[0], fields[1], fields[2], fields[3], fields[4]);
    }

    private static Replication replication(TopicPartitionInfo info) {
        return new Replication(
                leader(info),
                Replication.UNKNOWN_EPOCH,
                ids(info.replicas()).toList(),
                ids(info.isr()).sorted().toList(),
                info.elr() == null ? null : ids(info.elr()).sorted().toList());
    }

    private static int leader(TopicPartitionInfo info) {
        return info.leader() == null || info.leader().isEmpty()
                ? Replication.NO_LEADER
                : info.leader().id();
    }

    private static Stream<Integer> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id);
    }

    @Override
    public void close() throws IOException {
        if (rounds.stop(Duration.ofMillis(2L * TIMEOUT_MS))) {
            stream.close();
        }
    }

    /**
     * What is believed of one partition. Brokers do not learn of an election at the same moment, and one that is cut off
     * never does: that an earlier leader is back is believed when a newer epoch proves it.
     */
    static final class Tracked {
        private final Set<Integer> deposed = new HashSet<>();
        private Replication current;
        private int newestEpoch = Replication.UNKNOWN_EPOCH;
        private KafkaFuture<ListOffsetsResultInfo> answer;

        boolean needsEpoch(int leader) {
            boolean known = current != null && current.leader() == leader && current.leaderEpoch() >= 0;
            return leader != Replication.NO_LEADER && !known;
        }

        Replication current() {
            return current;
        }

        /**
         * @param told what a broker says, without the epoch
         * @param epoch what a leader has answered since the last time; -1 for nothing
         * @return whether something is known now that was not before
         */
        boolean update(Replication told, int epoch) {
            Replication before = current;
            boolean newer = epoch > newestEpoch;
            boolean sameLeader = current != null && current.leader() == told.leader();
            if (told.leader() == Replication.NO_LEADER) {
                accept(told);
            } else if (sameLeader) {
                current = told.withEpoch(current.leaderEpoch() < 0 && newer ? epoch : current.leaderEpoch());
            } else if (newer || !deposed.contains(told.leader())) {
                accept(told.withEpoch(newer ? epoch : Replication.UNKNOWN_EPOCH));
            }
            newestEpoch = Math.max(newestEpoch, current.leaderEpoch());
            return !current.equals(before);
        }

        private void accept(Replication told) {
            if (current != null && current.leader() != Replication.NO_LEADER) {
                deposed.add(current.leader());
            }
            deposed.remove(told.leader());
            current = told;
        }

        /** The epoch, once; -1 while there is no answer. */
        private int answered() throws ExecutionException, InterruptedException {
            if (answer == null || !answer.isDone()) {
                return Replication.UNKNOWN_EPOCH;
            }
            KafkaFuture<ListOffsetsResultInfo> done = answer;
            answer = null;
            if (done.isCompletedExceptionally() || done.isCancelled()) {
                return Replication.UNKNOWN_EPOCH;
            }
            return done.getNow(null).leaderEpoch().orElse(Replication.UNKNOWN_EPOCH);
        }
    }
}
