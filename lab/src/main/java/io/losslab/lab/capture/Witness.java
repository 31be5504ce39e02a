package io.losslab.lab.capture;

import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Follows the whole log of a topic from its start, in no group, and notes which record is at which offset. It sees
 * nothing beyond the high watermark, and what retention deletes before it comes by it never sees.
 *
 * <p>Own thread; {@link #positions} may be called from anywhere.
 */
public final class Witness implements Closeable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ConsumeLedger ledger;
    private final boolean byPayload;
    private final PayloadDecoder decoder = new PayloadDecoder();
    private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean endAsked;
    private volatile Map<Integer, Long> ends;
    private volatile String failure;
    private Source source;
    private int sourceId;

    /** The witness of the run's topic, that sees aborted records, too. */
    public static Witness of(Map<String, String> clientProperties, String topic, int partitions, Path evidenceDir)
            throws IOException {
        return new Witness(
                clientProperties,
                topic,
                partitions,
                evidenceDir.resolve(EvidenceFiles.WITNESS),
                EvidenceFiles.WITNESS,
                "read_uncommitted",
                false);
    }

    /** A second one, that sees what a consumer sees that reads committed. */
    public static Witness committed(
            Map<String, String> clientProperties, String topic, int partitions, Path evidenceDir) throws IOException {
        return new Witness(
                clientProperties,
                topic,
                partitions,
                evidenceDir.resolve(EvidenceFiles.COMMITTED_WITNESS),
                EvidenceFiles.COMMITTED_WITNESS,
                "read_committed",
                false);
    }

    /**
     * One of a group's dead letters, whose topic has one partition. Noted by the partition that their payloads name;
     * the offsets are those of the dead-letter topic.
     *
     * @param group the name that results use
     */
    public static Witness deadLetters(
            Map<String, String> clientProperties, String topic, String group, Path evidenceDir) throws IOException {
        Path folder = evidenceDir.resolve(EvidenceFiles.DEAD_LETTERS).resolve(group);
        return new Witness(clientProperties, topic, 1, folder, EvidenceFiles.DEAD_LETTERS, "read_uncommitted", true);
    }

    /** Starts reading at once. */
    private Witness(
            Map<String, String> clientProperties,
            String topic,
            int partitions,
            Path folder,
            String instance,
            String isolation,
            boolean byPayload)
            throws IOException {
        this.byPayload = byPayload;
        consumer = GrouplessConsumer.create(
                clientProperties, instance, isolation, Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000"));
        List<TopicPartition> assigned = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
        ledger = ConsumeLedger.create(folder, instance, instance, topic, Map.of());
        thread = new Thread(this::run, "losslab-" + instance);
        thread.setDaemon(true);
        thread.start();
    }

    /** Next offset by partition; a partition it has not yet come to is absent. */
    public Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }

    /** Why it ended before it was told to; null while all is well. */
    public String failure() {
        return failure;
    }

    /**
     * Waits until it has read up to these offsets.
     *
     * @return whether it got there in time
     */
    public boolean awaitPositions(Map<Integer, Long> ends, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (failure == null && System.nanoTime() < deadline) {
            boolean there = ends.entrySet().stream()
                    .allMatch(end -> end.getValue() == 0 || positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
            if (there) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return false;
    }

    /**
     * Waits until it has read to the end that the log has now.
     *
     * @return whether it got there in time
     */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        endAsked = true;
        long deadline = System.nanoTime() + timeout.toNanos();
        while (failure == null && ends == null && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return ends != null && awaitPositions(ends, timeout);
    }

    /** A consumer is its thread's own: only that may ask. */
    private void askEnds() {
        Map<Integer, Long> found = new HashMap<>();
        consumer.endOffsets(consumer.assignment()).forEach((partition, end) -> found.put(partition.partition(), end));
        ends = found;
    }

    private void run() {
        try {
            long heartbeat = 0;
            while (!stopped) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                long now = EpochClock.micros();
                for (ConsumerRecord<byte[], byte[]> polled : records) {
                    note(polled, now);
                }
                // also without records: a position moves past the markers of transactions, and past aborted ones
                for (TopicPartition partition : consumer.assignment()) {
                    positions.put(partition.partition(), consumer.position(partition, Duration.ofSeconds(60)));
                }
                if (endAsked && ends == null) {
                    askEnds();
                }
                if (now - heartbeat > 1_000_000) {
                    ledger.heartbeat();
                    heartbeat = now;
                }
            }
        } catch (InterruptException | org.apache.kafka.common.errors.WakeupException e) {
            if (!stopped) {
                failure = "interrupted";
            }
        } catch (RuntimeException e) {
            failure = e.getClass().getSimpleName() + ": " + e.getMessage();
        } finally {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(2)));
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> polled, long now) {
        if (decoder.decodeIdentity(polled.value()) == PayloadDecoder.Kind.RECORD) {
            if (decoder.source() != source) {
                source = decoder.source();
                sourceId = ledger.sourceId(source);
            }
            int partition = byPayload ? decoder.partition() : polled.partition();
            ledger.delivered(partition, sourceId, decoder.sequence(), polled.offset(), now);
        } else {
            ledger.deliveredUnidentified(polled.partition(), polled.offset(), now);
        }
    }

    @Override
    public void close() throws IOException {
        if (stopped) {
            return;
        }
        stopped = true;
        consumer.wakeup();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ledger.close();
    }
}
