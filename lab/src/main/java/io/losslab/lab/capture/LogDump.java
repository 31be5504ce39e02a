package io.losslab.lab.capture;

import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes the lines of {@code kafka-dump-log --print-data-log} of one broker, all partitions of the topic, and notes which
 * record is at which offset, in a ledger like the witness's.
 *
 * <p>The lines are those of Kafka 4.3 ({@code DumpLogSegments}): {@code Dumping FILE} and {@code Log starting offset:} for a
 * segment, one that begins with {@code baseOffset:} for a batch, and under it one that begins with <code>| offset:</code>
 * for each of its records.
 */
final class LogDump implements Closeable, Consumer<String> {

    private static final String SEGMENT = "Dumping ";
    private static final String STARTS = "Log starting offset: ";
    private static final String BATCH = "baseOffset: ";
    private static final String RECORD = "| offset: ";
    /** Where the topic's {@code message.timestamp.type} is CreateTime. */
    private static final String CREATED = " CreateTime: ";

    private static final String PAYLOAD = " payload: ";

    /** What was found of one partition. */
    static final class Replica {
        private final List<String> holes = new ArrayList<>();
        private long start = -1;
        private long end;
        private long records;

        /** Where the first segment begins; 0 when there was none. */
        long startOffset() {
            return Math.max(0, start);
        }

        /** One past the last batch, or where the last segment begins that has none; 0 when there was no segment. */
        long endOffset() {
            return end;
        }

        /** Number of records, those of transactions' markers not counted. */
        long records() {
            return records;
        }

        /** What Kafka's tool found damaged, a line each. */
        List<String> holes() {
            return holes;
        }
    }

    private final String name;
    private final String topic;
    private final ConsumeLedger ledger;
    private final Map<Integer, Replica> replicas = new HashMap<>();
    private final PayloadDecoder decoder = new PayloadDecoder();
    private Source source;
    private int sourceId;
    private int partition = -1;
    private Replica replica = new Replica();
    private boolean control;

    /**
     * @param folder of the ledger; it is made
     * @param name how holes name it
     */
    LogDump(Path folder, String name, String topic) throws IOException {
        this.name = name;
        this.topic = topic;
        ledger = ConsumeLedger.create(folder, EvidenceFiles.LOG_DUMP, EvidenceFiles.LOG_DUMP, topic, Map.of());
    }

    /** An empty one where the broker has none. */
    Replica of(int wanted) {
        return replicas.getOrDefault(wanted, new Replica());
    }

    @Override
    public void accept(String line) {
        if (line.startsWith(RECORD)) {
            if (!control) {
                record(line);
            }
        } else if (line.startsWith(SEGMENT)) {
            segment(line);
        } else if (line.startsWith(STARTS)) {
            long base = number(line, STARTS);
            replica.start = replica.start < 0 ? base : replica.start;
            replica.end = Math.max(replica.end, base);
        } else if (line.startsWith(BATCH)) {
            replica.end = number(line, " lastOffset: ") + 1;
            control = line.contains(" isControl: true ");
            if (line.contains(" isvalid: false")) {
                hole("the batch at offset " + number(line, BATCH) + " is damaged");
            }
        } else if (line.startsWith("Found ") && line.contains(" invalid bytes at the end of ")) {
            hole(line);
        }
    }

    /** {@code Dumping TOPIC-PARTITION/SEGMENT.log}. */
    private void segment(String line) {
        String folder = line.substring(SEGMENT.length(), Math.max(SEGMENT.length(), line.lastIndexOf('/')));
        if (!folder.startsWith(topic + "-")) {
            throw new IllegalArgumentException("kafka-dump-log: no partition of " + topic + " in: " + line);
        }
        partition = Integer.parseInt(folder.substring(topic.length() + 1));
        replica = replicas.computeIfAbsent(partition, p -> new Replica());
        control = false;
    }

    private void record(String line) {
        replica.records++;
        long offset = number(line, RECORD);
        long at = line.contains(CREATED) ? 1_000 * number(line, CREATED) : 0;
        int payload = line.indexOf(PAYLOAD);
        byte[] value =
                payload < 0 ? null : line.substring(payload + PAYLOAD.length()).getBytes(StandardCharsets.UTF_8);
        if (decoder.decodeIdentity(value) == PayloadDecoder.Kind.RECORD) {
            if (decoder.source() != source) {
                source = decoder.source();
                sourceId = ledger.sourceId(source);
            }
            ledger.delivered(partition, sourceId, decoder.sequence(), offset, at);
        } else {
            ledger.deliveredUnidentified(partition, offset, at);
        }
    }

    private static long number(String line, String label) {
        int from = line.indexOf(label);
        if (from < 0) {
            throw new IllegalArgumentException("kafka-dump-log: no `" + label.trim() + "` in: " + line);
        }
        from += label.length();
        int to = line.indexOf(' ', from);
        return Long.parseLong(to < 0 ? line.substring(from) : line.substring(from, to));
    }

    private void hole(String what) {
        replica.holes.add(name + ", partition " + partition + ": " + what);
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }
}
