package io.losslab.lab.experiment.evidence;

import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes the lines of {@code kafka-dump-log --print-data-log} of one broker, partition after partition, and notes which
 * record is at which offset, in a ledger like the witness's.
 *
 * <p>The lines are those of Kafka 4.3 ({@code DumpLogSegments}): one that begins with {@code baseOffset:} for a batch, and
 * under it one that begins with <code>| offset:</code> for each of its records.
 */
final class LogDump implements Closeable, Consumer<String> {
    static final String INSTANCE = "kafka-dump-log";

    private static final String BATCH = "baseOffset: ";
    private static final String RECORD = "| offset: ";
    private static final String PAYLOAD = " payload: ";

    private final String name;
    private final ConsumeLedger ledger;
    private final List<String> holes;
    private final PayloadDecoder decoder = new PayloadDecoder();
    private Source source;
    private int sourceId;
    private int partition;
    private boolean control;
    private long start;
    private long end;
    private long records;

    /**
     * @param folder of the ledger; it is made
     * @param name how holes name it
     * @param holes takes what Kafka's tool found damaged
     */
    LogDump(Path folder, String name, String topic, List<String> holes) throws IOException {
        this.name = name;
        this.holes = holes;
        ledger = ConsumeLedger.create(folder, INSTANCE, INSTANCE, topic, Map.of());
    }

    /** What comes from now on is of this partition. */
    void begin(int next) {
        partition = next;
        control = false;
        start = 0;
        end = 0;
        records = 0;
    }

    /** Offset of the first batch; 0 when there was none. */
    long startOffset() {
        return start;
    }

    /** One past the last batch; 0 when there was none. */
    long endOffset() {
        return end;
    }

    /** Number of records, those of transactions' markers not counted. */
    long records() {
        return records;
    }

    @Override
    public void accept(String line) {
        if (line.startsWith(RECORD)) {
            if (!control) {
                record(line);
            }
        } else if (line.startsWith(BATCH)) {
            if (end == 0) {
                start = number(line, BATCH);
            }
            end = number(line, " lastOffset: ") + 1;
            control = line.contains(" isControl: true ");
            if (line.contains(" isvalid: false")) {
                hole("the batch at offset " + number(line, BATCH) + " is damaged");
            }
        } else if (line.startsWith("Found ") && line.contains(" invalid bytes at the end of ")) {
            hole(line);
        }
    }

    private void record(String line) {
        records++;
        long offset = number(line, RECORD);
        long at = 1_000 * number(line, " CreateTime: ");
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
        holes.add(name + ", partition " + partition + ": " + what);
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }
}
