package io.losslab.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.JournalEntry;
import io.losslab.ledger.journal.JournalReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as {@code kafka-dump-log} of Kafka 4.3.1 prints them. */
class LogDumpTest {
    private static final String BATCH = "baseOffset: %d lastOffset: %d count: %d baseSequence: 0 lastSequence: 1"
            + " producerId: 0 producerEpoch: 0 partitionLeaderEpoch: 0 isTransactional: false isControl: %s"
            + " deleteHorizonMs: OptionalLong.empty position: 0 CreateTime: 1795260543592 size: 300 magic: 2"
            + " compresscodec: none crc: 1 isvalid: %s";
    private static final String RECORD = "| offset: %d %s: 1795260543592 keySize: 12 valueSize: 76 sequence: 0"
            + " headerKeys: [] key: user-0009600 payload: %s";
    private static final String VALUE =
            "LL1 i52bvuvqek   fx8dgueg p00001 s%015d t1795260543592952 arkvoeivarkvoeivarkvoeivarkvoeivarkvoeivarkvoeiv";

    @TempDir
    Path dir;

    private List<String> holes = List.of();
    private long start;
    private long end;
    private long records;

    private List<JournalEntry> dump(String... lines) throws IOException {
        Path folder = dir.resolve("broker-1");
        try (LogDump dump = new LogDump(folder, "dumped/broker-1", "load-events")) {
            List.of(lines).forEach(dump);
            holes = dump.of(1).holes();
            start = dump.of(1).startOffset();
            end = dump.of(1).endOffset();
            records = dump.of(1).records();
        }
        List<JournalEntry> entries = new ArrayList<>();
        JournalReader.read(
                folder.resolve("consume-kafka-dump-log-kafka-dump-log/deliveries-00001.journal"), entries::add);
        return entries;
    }

    private static String batch(long from, long to, boolean control, boolean valid) {
        return String.format(BATCH, from, to, to - from + 1, control, valid);
    }

    private static String record(long offset, String payload) {
        return String.format(RECORD, offset, "CreateTime", payload);
    }

    @Test
    void recordsOfAPartitionByOffset() throws IOException {
        List<JournalEntry> entries = dump(
                "Dumping load-events-0/00000000000000000000.log",
                "Log starting offset: 0",
                batch(0, 0, false, true),
                record(0, "of another partition"),
                "Dumping load-events-1/00000000000000000500.log",
                "Log starting offset: 500",
                batch(500, 501, false, true),
                record(500, String.format(VALUE, 7)),
                record(501, String.format(VALUE, 8)),
                batch(502, 502, true, true),
                "| offset: 502 CreateTime: 1795260543592 keySize: 4 valueSize: 6 sequence: -1 headerKeys: []"
                        + " endTxnMarker: COMMIT coordinatorEpoch: 0",
                batch(503, 503, false, true),
                record(503, "somebody else's"));

        assertThat(entries)
                .extracting(
                        JournalEntry::kind, JournalEntry::firstSequence, JournalEntry::firstOffset, JournalEntry::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(EntryKind.DELIVERED, 7L, 500L, 2L),
                        org.assertj.core.groups.Tuple.tuple(EntryKind.DELIVERED_UNIDENTIFIED, -1L, 503L, 1L));
        assertThat(List.of(start, end, records)).containsExactly(500L, 504L, 3L);
        assertThat(holes).isEmpty();
    }

    @Test
    void aSegmentWithoutABatchSaysWhereTheLogIs() throws IOException {
        dump(
                "Dumping load-events-1/00000000000000000400.log",
                "Log starting offset: 400",
                batch(400, 499, false, true),
                record(499, "x"),
                "Dumping load-events-1/00000000000000000500.log",
                "Log starting offset: 500");

        assertThat(List.of(start, end)).containsExactly(400L, 500L);
    }

    @Test
    void theTimeMayBeTheBrokers() throws IOException {
        List<JournalEntry> entries = dump(
                "Dumping load-events-1/00000000000000000000.log",
                "Log starting offset: 0",
                batch(0, 0, false, true).replace("CreateTime", "LogAppendTime"),
                String.format(RECORD, 0, "LogAppendTime", String.format(VALUE, 0)));

        assertThat(entries).hasSize(1);
    }

    @Test
    void whatKafkaFindsDamagedIsAHole() throws IOException {
        dump(
                "Dumping load-events-1/00000000000000000000.log",
                "Log starting offset: 0",
                batch(0, 0, false, false),
                record(0, "x"),
                "Found 17 invalid bytes at the end of 00000000000000000000.log");

        assertThat(holes)
                .containsExactly(
                        "dumped/broker-1, partition 1: the batch at offset 0 is damaged",
                        "dumped/broker-1, partition 1: Found 17 invalid bytes at the end of 00000000000000000000.log");
    }

    @Test
    void linesOfAnotherFormAreRefused() {
        assertThatThrownBy(() -> dump("Dumping other-1/00000000000000000000.log"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no partition of load-events");
    }
}
