package io.losslab.lab.evidence;

import io.losslab.lab.check.evidence.DeadLetters;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import io.losslab.ledger.journal.SendFailure;
import io.losslab.ledger.journal.SendLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Evidence folders of two small runs of {@value #RECORDS} records each, in which nearly every cause of loss happened. */
public final class StoredCauses {
    public static final String FIRST = "run1";
    public static final String SECOND = "run2";
    public static final String PRODUCER = "prod1";
    public static final int RECORDS = 200;
    /** By group, of which each has one consumer called as the group without its end. */
    public static final List<String> GROUPS = List.of("unlucky-group", "late-group", "sought-group", "calm-group");

    /** When the load began: 2026-11-21T09:40:00Z. */
    public static final long AT = 1_795_254_000_000_000L;

    private static final long SECOND_MICROS = 1_000_000;
    private static final RunFacts.OnwardTopic DEAD =
            new RunFacts.OnwardTopic(DeadLetters.KIND, GROUPS.get(0), "dead", new RunFacts.End(0, 4));

    private interface Life {
        void of(ConsumeLedger ledger, int source);
    }

    private StoredCauses() {}

    /**
     * The producer's side, deletions, the positions and the applications. Offsets 0 to 149 are sequences 0 to 149; what
     * comes after has no copy.
     */
    public static void first(Path dir) throws IOException {
        Source source = new Source(FIRST, PRODUCER);
        Path ledgers = Files.createDirectories(dir.resolve(EvidenceFiles.LEDGERS));
        try (SendLedger sent = SendLedger.create(ledgers, source, "load-events", 1, Map.of())) {
            sent.keyPeriod(0, 10);
            for (int i = 0; i < RECORDS; i++) {
                sent.reserve(0);
            }
            for (int i = 0; i < 185; i++) {
                sent.handedOver(0, i);
                if (i < 160) {
                    sent.acked(0, i, i < 150 ? i : -1, AT + 10_000 + i * 1_000);
                } else if (i < 180) {
                    SendFailure failure = i < 170 ? SendFailure.DELIVERY_TIMEOUT : SendFailure.RECORD_TOO_LARGE;
                    sent.failed(0, i, failure, AT + 10_000 + i * 1_000);
                }
            }
        }
        witness(dir, source, 0, 0, 150);
        brokerLog(dir, 1, """
                2026-11-21T09:40:10Z INFO [UnifiedLog partition=load-events-0, dir=/d] Incremented log start offset to 20 due to segment deletion
                2026-11-21T09:40:11Z INFO [UnifiedLog partition=load-events-0, dir=/d] Incremented log start offset to 40 due to client delete records request
                """);
        member(ledgers, GROUPS.get(0), source, (m, s) -> {
            m.assigned(0, -1, 0, AT + SECOND_MICROS);
            deliver(m, s, 0, 5, AT + 2 * SECOND_MICROS);
            outcome(m, s, EntryKind.PROCESSED, 0, 5);
            m.reset(0, ResetTrigger.OUT_OF_RANGE, 5, 60, AT + 12 * SECOND_MICROS);
            deliver(m, s, 60, 150, AT + 13 * SECOND_MICROS);
            outcome(m, s, EntryKind.PROCESSED, 60, 80);
            outcome(m, s, EntryKind.IGNORED, 80, 85);
            outcome(m, s, EntryKind.DEAD_LETTER_FAILED, 85, 90);
            outcome(m, s, EntryKind.DEAD_LETTERED, 90, 95);
            outcome(m, s, EntryKind.PROCESSED, 95, 100);
            m.committed(0, 120, AT + 15 * SECOND_MICROS);
        });
        Path dead = dir.resolve(EvidenceFiles.onward(DeadLetters.KIND, GROUPS.get(0)));
        try (ConsumeLedger letters =
                ConsumeLedger.create(dead, DeadLetters.KIND, DeadLetters.KIND, DEAD.topic(), Map.of())) {
            int id = letters.sourceId(source);
            for (int i = 90; i < 94; i++) { // and not the last
                letters.delivered(0, id, i, i - 90, AT + 16 * SECOND_MICROS);
            }
        }
        member(ledgers, GROUPS.get(1), source, (m, s) -> {
            m.reset(0, ResetTrigger.NO_COMMITTED_OFFSET, -1, 100, AT + 3 * SECOND_MICROS);
            m.assigned(0, -1, 100, AT + 3 * SECOND_MICROS + 1);
            deliver(m, s, 100, 150, AT + 4 * SECOND_MICROS);
            outcome(m, s, EntryKind.PROCESSED, 100, 150);
        });
        member(ledgers, GROUPS.get(2), source, (m, s) -> {
            m.assigned(0, -1, 0, AT + SECOND_MICROS);
            m.sought(0, 0, 50, AT + SECOND_MICROS + 1);
            deliver(m, s, 50, 110, AT + 4 * SECOND_MICROS);
            outcome(m, s, EntryKind.PROCESSED, 50, 110);
        });
        calm(ledgers, source, 150);
        streams(dir, 40, 150);
    }

    /**
     * The leader's log is cut off at offset 90, of which 100 were acknowledged, and grows again; before that the cleaner
     * went over it up to offset 60.
     */
    public static void second(Path dir) throws IOException {
        Source source = new Source(SECOND, PRODUCER);
        Path ledgers = Files.createDirectories(dir.resolve(EvidenceFiles.LEDGERS));
        try (SendLedger sent = SendLedger.create(ledgers, source, "load-events", 1, Map.of())) {
            sent.keyPeriod(0, 10);
            for (int i = 0; i < RECORDS; i++) {
                sent.handedOver(0, sent.reserve(0));
                sent.acked(0, i, i < 100 ? i : i - 10, i < 100 ? AT + 10_000 + i * 1_000 : AT + 9 * SECOND_MICROS + i);
            }
        }
        try (ConsumeLedger seen = reader(dir)) {
            int id = seen.sourceId(source);
            for (int i = 0; i < 90; i++) {
                seen.delivered(0, id, i, i, AT + SECOND_MICROS);
            }
            for (int i = 100; i < RECORDS; i++) {
                seen.delivered(0, id, i, i - 10, AT + 10 * SECOND_MICROS);
            }
        }
        brokerLog(dir, 1, """
                2026-11-21T09:39:50Z INFO [Broker id=1] Leader load-events-0 with topic id Some(abc) starts at leader epoch 0 from offset 0 with partition epoch 0
                2026-11-21T09:40:05Z INFO Log cleaner thread 0 cleaned log load-events-0 (dirty section = [0, 60])
                2026-11-21T09:40:09.500Z INFO [UnifiedLog partition=load-events-0, dir=/d] Truncating to offset 90
                """);
        brokerLog(dir, 2, """
                2026-11-21T09:40:08Z INFO [Broker id=2] Leader load-events-0 with topic id Some(abc) starts at leader epoch 1 from offset 90 with partition epoch 1
                """);
        member(ledgers, GROUPS.get(0), source, (m, s) -> {
            m.assigned(0, -1, 0, AT + SECOND_MICROS);
            deliver(m, s, 0, 20, AT + 2 * SECOND_MICROS);
            deliver(m, s, 50, 90, AT + 6 * SECOND_MICROS);
            outcome(m, s, EntryKind.PROCESSED, 0, 20);
            outcome(m, s, EntryKind.PROCESSED, 50, 90);
            for (int i = 100; i < RECORDS; i++) {
                m.delivered(0, s, i, i - 10, AT + 11 * SECOND_MICROS);
                m.outcome(EntryKind.PROCESSED, 0, s, i, i - 10, AT + 11 * SECOND_MICROS);
            }
        });
        for (String idle : GROUPS.subList(1, GROUPS.size())) {
            member(ledgers, idle, source, (m, s) -> m.assigned(0, -1, 0, AT + SECOND_MICROS));
        }
        streams(dir, 0, RECORDS - 10);
    }

    /** {@code run.json}, which seals the rest. */
    public static void seal(Path dir, String run) throws IOException {
        boolean first = run.equals(FIRST);
        Map<String, String> groups = new LinkedHashMap<>();
        GROUPS.forEach(group -> groups.put(group, group));
        RunFacts.of(
                        run,
                        "load-events",
                        groups,
                        Map.of(0, first ? new RunFacts.End(40, 150) : new RunFacts.End(0, RECORDS - 10)))
                .drainDeadlinePassed(true)
                .legs(first ? List.of(DEAD) : List.of())
                .noGroupOffsets("not captured")
                .compacted(!first)
                .write(dir);
    }

    private static void calm(Path ledgers, Source source, int end) throws IOException {
        member(ledgers, GROUPS.get(3), source, (m, s) -> {
            m.assigned(0, -1, 0, AT + SECOND_MICROS);
            deliver(m, s, 0, end, AT + 2 * SECOND_MICROS);
            outcome(m, s, EntryKind.PROCESSED, 0, end);
            m.committed(0, end, AT + 5 * SECOND_MICROS);
        });
    }

    private static void member(Path ledgers, String group, Source source, Life life) throws IOException {
        Map<String, String> meta = Map.of(ConsumeLedger.POSITIONS_JOURNALED, "true");
        try (ConsumeLedger ledger = ConsumeLedger.create(ledgers, group, "m1", "load-events", meta)) {
            life.of(ledger, ledger.sourceId(source));
        }
    }

    private static void deliver(ConsumeLedger ledger, int source, int from, int to, long at) {
        for (int i = from; i < to; i++) {
            ledger.delivered(0, source, i, i, at + i * 1_000);
        }
    }

    private static void outcome(ConsumeLedger ledger, int source, EntryKind kind, int from, int to) {
        for (int i = from; i < to; i++) {
            ledger.outcome(kind, 0, source, i, i, AT + 14 * SECOND_MICROS + i);
        }
    }

    private static ConsumeLedger reader(Path dir) throws IOException {
        return ConsumeLedger.create(
                dir.resolve(EvidenceFiles.WITNESS),
                EvidenceFiles.WITNESS,
                EvidenceFiles.WITNESS,
                "load-events",
                Map.of());
    }

    private static void witness(Path dir, Source source, int firstSequence, int from, int to) throws IOException {
        try (ConsumeLedger seen = reader(dir)) {
            int id = seen.sourceId(source);
            for (int i = from; i < to; i++) {
                seen.delivered(0, id, firstSequence + i, i, AT + SECOND_MICROS);
            }
        }
    }

    private static void brokerLog(Path dir, int broker, String lines) throws IOException {
        Path brokers = Files.createDirectories(dir.resolve(EvidenceReader.BROKERS));
        Files.writeString(brokers.resolve("broker-" + broker + ".log"), lines);
    }

    private static void streams(Path dir, long start, long end) throws IOException {
        try (EvidenceStream partitions = ClusterSample.partitionStream(dir);
                EvidenceStream commits = ClusterSample.commitStream(dir)) {
            partitions.line(AT, 0, 1, 0, "1", 0, 0, 0);
            partitions.line(AT, ClusterSample.HEARTBEAT, "", "", "", "", "", "");
            partitions.line(AT + SECOND_MICROS, 0, 1, 0, "1", start, end, 1000);
            partitions.line(AT + SECOND_MICROS, ClusterSample.HEARTBEAT, "", "", "", "", "", "");
            commits.line(AT + 3 * SECOND_MICROS, GROUPS.get(3), 0, end);
        }
        FaultLines.create(dir).close();
    }
}
