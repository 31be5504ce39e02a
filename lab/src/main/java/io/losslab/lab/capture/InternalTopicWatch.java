package io.losslab.lab.capture;

import io.losslab.lab.evidence.EvidenceStream;
import io.losslab.lab.evidence.OffsetRecord;
import io.losslab.lab.evidence.TransactionRecord;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
 * Follows an internal topic, a coordinators' own log, from the run's start, in no group, and writes down what in it is
 * about the run. A cluster may not allow it: then {@link #finish} says so, and the stream is not evidence.
 *
 * <p>Own thread.
 */
public final class InternalTopicWatch implements Recorder {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** Writes a record down, or finds that it is about something else. */
    @FunctionalInterface
    private interface Note {
        void of(ConsumerRecord<byte[], byte[]> polled, EvidenceStream stream);
    }

    private final String topic;
    private final String file;
    private final Note note;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EvidenceStream stream;
    private final Thread thread;
    private volatile boolean finishing;
    private volatile String refusal;

    /** The group coordinators': what the groups committed in the run's topic. */
    public static InternalTopicWatch groupOffsets(
            Map<String, String> clientProperties, String topic, List<String> groupIds, Path evidenceDir) {
        Set<String> groups = Set.copyOf(groupIds);
        return new InternalTopicWatch(
                clientProperties,
                "__consumer_offsets",
                EvidenceFiles.GROUP_OFFSETS,
                new EvidenceStream(evidenceDir.resolve(EvidenceFiles.GROUP_OFFSETS), "group", "partition", "offset"),
                (polled, stream) -> OffsetRecord.decode(polled.key(), polled.value())
                        .filter(r -> r.topic().equals(topic) && groups.contains(r.group()))
                        .ifPresent(r -> stream.line(
                                polled.timestamp() * 1_000,
                                r.group(),
                                r.partition(),
                                r.offset() < 0 ? "" : r.offset())));
    }

    /** The transaction coordinators': what became of the run's transactions. */
    public static InternalTopicWatch transactions(
            Map<String, String> clientProperties, String transactionalId, Path evidenceDir) {
        return new InternalTopicWatch(
                clientProperties,
                "__transaction_state",
                EvidenceFiles.TRANSACTIONS,
                new EvidenceStream(
                        evidenceDir.resolve(EvidenceFiles.TRANSACTIONS),
                        "transactional_id",
                        "producer_id",
                        "state",
                        "started_micros"),
                (polled, stream) -> TransactionRecord.decode(polled.key(), polled.value())
                        .filter(r -> r.transactionalId().equals(transactionalId))
                        .ifPresent(r -> stream.line(
                                polled.timestamp() * 1_000,
                                r.transactionalId(),
                                r.producerId(),
                                r.state(),
                                r.startedMillis() < 0 ? "" : r.startedMillis() * 1_000)));
    }

    private InternalTopicWatch(
            Map<String, String> clientProperties, String topic, String file, EvidenceStream stream, Note note) {
        String name = file.substring(0, file.lastIndexOf('.'));
        this.file = file;
        this.topic = topic;
        this.note = note;
        this.stream = stream;
        consumer = GrouplessConsumer.create(
                clientProperties,
                name,
                "read_committed",
                Map.of(
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                        ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG, "false"));
        thread = new Thread(this::run, "losslab-" + name);
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            boolean reads = assign(true);
            while (!reads && !finishing) {
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                reads = assign(false); // it is made when somebody needs it first: all of it is this run's
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
            refusal = "the cluster does not allow " + topic + " to be read";
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
            infos = consumer.partitionsFor(topic, ANSWER);
        } catch (UnknownTopicOrPartitionException | InvalidTopicException | TimeoutException e) {
            return false;
        }
        if (infos == null || infos.isEmpty()) {
            return false;
        }
        List<TopicPartition> partitions = infos.stream()
                .map(i -> new TopicPartition(topic, i.partition()))
                .toList();
        consumer.assign(partitions);
        if (first) {
            consumer.seekToEnd(partitions); // what others did before is none of the run's business
            partitions.forEach(consumer::position);
        } else {
            consumer.seekToBeginning(partitions);
        }
        return true;
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
            note.of(polled, stream);
        }
    }

    private void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long deadline = EpochClock.micros() + TimeUnit.SECONDS.toMicros(10);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll();
            if (EpochClock.micros() > deadline) {
                refusal = "the end of " + topic + " was not reached in time";
                return;
            }
        }
    }

    @Override
    public List<Hole> finish(RunEnd end) throws IOException {
        close();
        return refusal == null ? List.of() : List.of(new Hole(file, Hole.Kind.REFUSED, refusal));
    }

    /** Reads to the end as well, if it was started. */
    @Override
    public void close() throws IOException {
        if (finishing) {
            return;
        }
        finishing = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
        }
        try {
            thread.join(20_000);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        stream.close();
    }
}
