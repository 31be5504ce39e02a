package io.losslab.lab.capture;

import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
public final class Witness implements Recorder {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How far a witness has to come. */
    @FunctionalInterface
    private interface Goal {
        /** Returns whether it got there in time. */
        boolean await(Witness witness, RunEnd end) throws InterruptedException;
    }

    private final String stream;
    private final Goal goal;
    private final String goalText;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ConsumeLedger ledger;
    private final boolean byPayload;
    private final PayloadDecoder decoder = new PayloadDecoder();
    private final Map<Integer, Long> positions = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean endAsked;
    private volatile Map<Integer, Long> starts = Map.of();
    private volatile Map<Integer, Long> ends;
    private volatile String failure;
    private Source source;
    private int sourceId;

    /** The witness of the run's topic, that sees aborted records, too. */
    public static Witness of(Map<String, String> clientProperties, String topic, int partitions, Path evidenceDir)
            throws IOException {
        return new Witness(
                clientProperties,
                new Look(EvidenceFiles.WITNESS, EvidenceFiles.WITNESS, topic, partitions, "read_uncommitted"),
                evidenceDir,
                (witness, end) -> witness.awaitPositions(end.ends(), PATIENCE),
                "to the end of the log");
    }

    /** A second one, that sees what a consumer sees that reads committed. */
    public static Witness committed(
            Map<String, String> clientProperties, String topic, int partitions, Path evidenceDir) throws IOException {
        String name = EvidenceFiles.COMMITTED_WITNESS;
        return new Witness(
                clientProperties,
                new Look(name, name, topic, partitions, "read_committed"),
                evidenceDir,
                (witness, end) -> witness.awaitPositions(end.stable(), PATIENCE),
                "to the last stable offset");
    }

    /**
     * One of a topic of one partition that a group hands on to. Noted by the partition that the payloads name; the offsets
     * are those of the topic.
     */
    public static Witness onward(Map<String, String> clientProperties, RunFacts.OnwardTopic topic, Path evidenceDir)
            throws IOException {
        return new Witness(
                clientProperties,
                new Look(
                        EvidenceFiles.onward(topic.kind(), topic.group()),
                        topic.kind(),
                        topic.topic(),
                        1,
                        "read_uncommitted"),
                evidenceDir,
                (witness, end) -> witness.awaitEnd(PATIENCE),
                "to the end of the log");
    }

    /**
     * What a witness looks at.
     *
     * @param stream its folder in the evidence, and how holes name it
     * @param instance how its ledger names it
     */
    private record Look(String stream, String instance, String topic, int partitions, String isolation) {
        /** The topic is another one than that whose partitions the records name. */
        boolean isByPayload() {
            return !stream.equals(instance);
        }
    }

    private Witness(Map<String, String> clientProperties, Look look, Path evidenceDir, Goal goal, String goalText)
            throws IOException {
        stream = look.stream();
        byPayload = look.isByPayload();
        this.goal = goal;
        this.goalText = goalText;
        consumer = GrouplessConsumer.create(
                clientProperties,
                look.instance(),
                look.isolation(),
                Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000"));
        List<TopicPartition> assigned = IntStream.range(0, look.partitions())
                .mapToObj(p -> new TopicPartition(look.topic(), p))
                .toList();
        consumer.assign(assigned);
        consumer.seekToBeginning(assigned);
        ledger = ConsumeLedger.create(
                evidenceDir.resolve(stream), look.instance(), look.instance(), look.topic(), Map.of());
        thread = new Thread(this::run, "losslab-" + look.instance());
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    /** Next offset by partition; a partition it has not yet come to is absent. */
    public Map<Integer, Long> positions() {
        return Map.copyOf(positions);
    }

    @Override
    public List<Hole> finish(RunEnd end) throws IOException, InterruptedException {
        List<Hole> holes = new ArrayList<>();
        if (!goal.await(this, end)) {
            holes.add(new Hole(stream, Hole.Kind.SHORT, stream + ": did not read " + goalText));
        }
        if (failure != null) {
            holes.add(new Hole(stream, Hole.Kind.DAMAGED, stream + ": " + failure));
        }
        close();
        return holes;
    }

    /**
     * Waits until it has read up to these offsets.
     *
     * @return whether it got there in time
     */
    private boolean awaitPositions(Map<Integer, Long> ends, Duration timeout) throws InterruptedException {
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
    private boolean awaitEnd(Duration timeout) throws InterruptedException {
        endAsked = true;
        long deadline = System.nanoTime() + timeout.toNanos();
        while (failure == null && ends == null && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return ends != null && awaitPositions(ends, timeout);
    }

    /** Where the log began and ended when the witness was told to finish; null when it did not ask, or got no answer. */
    public RunFacts.End end(int partition) {
        Map<Integer, Long> answer = ends;
        return answer == null ? null : new RunFacts.End(starts.get(partition), answer.get(partition));
    }

    /** A consumer is its thread's own: only that may ask. */
    private void askEnds() {
        Map<Integer, Long> from = new HashMap<>();
        Map<Integer, Long> to = new HashMap<>();
        consumer.beginningOffsets(consumer.assignment()).forEach((p, start) -> from.put(p.partition(), start));
        consumer.endOffsets(consumer.assignment()).forEach((p, end) -> to.put(p.partition(), end));
        starts = from;
        ends = to;
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
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
        } else {
            consumer.wakeup();
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        ledger.close();
    }
}
