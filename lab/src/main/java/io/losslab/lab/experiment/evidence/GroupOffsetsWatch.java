package io.losslab.lab.experiment.evidence;

import io.losslab.ledger.identity.EpochClock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Follows {@code __consumer_offsets}, the group coordinators' own log, from the run's start, in no group, and writes
 * each change of the groups' committed offsets to {@code group-offsets.csv}, removals included. A cluster may not allow
 * it: then {@link #refusal} says so, and the stream is not evidence.
 *
 * <p>Own thread.
 */
public final class GroupOffsetsWatch implements Closeable {
    static final String FILE = "group-offsets.csv";
    private static final String TOPIC = "__consumer_offsets";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final String topic;
    private final Set<String> groupIds;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EvidenceStream stream;
    private final Thread thread;
    private volatile boolean finishing;
    private volatile String refusal;

    /** Starts reading at once. */
    public GroupOffsetsWatch(
            Map<String, String> clientProperties, String topic, List<String> groupIds, Path evidenceDir) {
        this.topic = topic;
        this.groupIds = Set.copyOf(groupIds);
        consumer = GrouplessConsumer.create(
                clientProperties,
                "group-offsets",
                "read_committed",
                Map.of(
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                        ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG, "false"));
        stream = new EvidenceStream(evidenceDir.resolve(FILE), "group", "partition", "offset");
        thread = new Thread(this::run, "losslab-group-offsets");
        thread.setDaemon(true);
        thread.start();
    }

    /** Why there is no whole evidence of this; empty while there is. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal);
    }

    private void run() {
        try {
            boolean reads = assign(true);
            while (!reads && !finishing) {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                reads = assign(false); // it is made when the first group comes: all of it is this run's
            }
            while (reads && !finishing) {
                poll();
            }
            if (reads) {
                readToEnd();
            }
        } catch (InterruptedException | InterruptException e) {
            refusal = "interrupted";
        } catch (AuthorizationException e) {
            refusal = "the cluster does not allow " + TOPIC + " to be read";
        } catch (KafkaException e) {
            refusal = e.getClass().getSimpleName() + ": " + e.getMessage();
        } finally {
            Thread.interrupted(); // a close that is interrupted leaves its connections open, and throws
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
        }
    }

    /** Returns whether the topic is there. */
    private boolean assign(boolean first) {
        List<PartitionInfo> infos;
        try {
            infos = consumer.partitionsFor(TOPIC, ANSWER);
        } catch (UnknownTopicOrPartitionException | InvalidTopicException | TimeoutException e) {
            return false;
        }
        if (infos == null || infos.isEmpty()) {
            return false;
        }
        List<TopicPartition> partitions = infos.stream()
                .map(i -> new TopicPartition(TOPIC, i.partition()))
                .toList();
        consumer.assign(partitions);
        if (first) {
            consumer.seekToEnd(partitions); // what others committed before is none of the run's business
            partitions.forEach(consumer::position);
        } else {
            consumer.seekToBeginning(partitions);
        }
        return true;
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
            OffsetRecord.decode(polled.key(), polled.value())
                    .filter(r -> r.topic().equals(topic) && groupIds.contains(r.group()))
                    .ifPresent(r -> stream.line(
                            polled.timestamp() * 1_000, r.group(), r.partition(), r.offset() < 0 ? "" : r.offset()));
        }
    }

    private void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long deadline = EpochClock.micros() + TimeUnit.SECONDS.toMicros(10);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
            if (EpochClock.micros() > deadline) {
                refusal = "the end of " + TOPIC + " was not reached in time";
                return;
            }
        }
    }

    /** Reads to the end, and ends. */
    @Override
    public void close() throws IOException {
        if (finishing) {
            return;
        }
        finishing = true;
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        stream.close();
    }
}
