package io.losslab.lab.evidence;

import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.SendLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The evidence folder of a small run, as the services and the lab leave it: {@value #RECORDS} records, of which retention
 * deleted the first {@value #DELETED} before the group read them.
 */
public final class StoredRun {
    public static final String RUN = "run1";
    public static final String PRODUCER = "prod1";
    public static final String GROUP = "group";
    public static final int RECORDS = 100;
    public static final int DELETED = 40;

    static final long AT = 1_795_254_000_000_000L;
    private static final Source SOURCE = new Source(RUN, PRODUCER);

    private StoredRun() {}

    /** Everything but {@code run.json}. */
    public static void writeStreams(Path dir) throws IOException {
        Path ledgers = Files.createDirectories(dir.resolve(EvidenceFiles.LEDGERS));
        try (SendLedger sent = SendLedger.create(ledgers, SOURCE, "load-events", 1, Map.of())) {
            sent.keyPeriod(0, 10);
            for (int i = 0; i < RECORDS; i++) {
                sent.handedOver(0, sent.reserve(0));
                sent.acked(0, i, i, AT + i);
            }
        }
        consume(dir.resolve(EvidenceFiles.WITNESS), "witness", "witness", 0, AT + 500);
        consume(ledgers, GROUP, "c1", DELETED, AT + 2_000_000);
        Path brokers = Files.createDirectories(dir.resolve(EvidenceReader.BROKERS));
        Files.writeString(brokers.resolve("broker-1.log"), """
                2026-11-21T09:40:00.500Z INFO something else
                2026-11-21T09:40:01Z INFO [UnifiedLog partition=load-events-0, dir=/d] Incremented log start offset to %d due to segment deletion
                """.formatted(DELETED));
        try (EvidenceStream partitions = ClusterSample.partitionStream(dir);
                EvidenceStream commits = ClusterSample.commitStream(dir)) {
            partitions.line(AT, 0, 1, 0, "1", 0, 0, 0);
            partitions.line(AT + 100, ClusterSample.HEARTBEAT, "", "", "", "", "", "");
            partitions.line(AT + 200, 0, 1, 0, "1", DELETED, RECORDS, 1000);
            commits.line(AT + 3_000_000, GROUP, 0, RECORDS);
        }
        Files.writeString(dir.resolve("slow-consumer.log"), "no evidence\n");
        FaultLines.create(dir).close();
    }

    /** {@code run.json}, which seals the rest. */
    public static void seal(Path dir) throws IOException {
        seal(dir, true);
    }

    /**
     * @param brokerLogs whether the brokers' logs count as evidence, as on a cluster of the lab's own
     */
    static void seal(Path dir, boolean brokerLogs) throws IOException {
        RunFacts.of(RUN, "load-events", Map.of(GROUP, GROUP), Map.of(0, new RunFacts.End(DELETED, RECORDS)))
                .brokerLogs(brokerLogs)
                .drainDeadlinePassed(true)
                .noGroupOffsets("not captured")
                .write(dir);
    }

    private static void consume(Path parent, String group, String instance, int from, long at) throws IOException {
        try (ConsumeLedger ledger = ConsumeLedger.create(parent, group, instance, "load-events", Map.of())) {
            int source = ledger.sourceId(SOURCE);
            ledger.assignment(EntryKind.ASSIGNED, 0, 0, at - 1);
            for (int i = from; i < RECORDS; i++) {
                ledger.delivered(0, source, i, i, at + i);
                ledger.outcome(EntryKind.PROCESSED, 0, source, i, i, at + i + 1);
            }
            ledger.committed(0, RECORDS, at + RECORDS + 2);
        }
    }
}
