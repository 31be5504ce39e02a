package io.losslab.bench;

import io.losslab.contract.Outcome;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.SendFailure;
import io.losslab.ledger.journal.SendLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes the evidence folder of a run that never was, record by record through the ledgers that the services use, with
 * single records lost at random places for random causes; and keeps the true account of it, by which the checker's is
 * judged.
 */
final class BigRun {
    static final String FAST = "fast-consumer-group";
    static final String SLOW = "slow-consumer-group";

    /** Single records can be lost for these without help from the log's start or end. The last two concern SLOW only. */
    static final List<Outcome> CAUSES = List.of(
            Outcome.NOT_ACKED,
            Outcome.SILENT_LOG_LOSS,
            Outcome.ACK_WITHOUT_PROOF,
            Outcome.IGNORED,
            Outcome.SKIPPED_SEEK);

    private static final int COMMIT_EVERY = 1_000_000;
    private static final long AT = 1_795_254_000_000_000L;
    private static final Source SOURCE = new Source("bench", "p1");

    private final Path dir;
    private final int partitions;
    private final long perPartition;
    private final double lossRate;
    private final SplittableRandom random;
    private final LostSum fast = new LostSum(FAST);
    private final LostSum slow = new LostSum(SLOW);
    private final Map<Integer, RunFacts.End> ends = new HashMap<>();

    BigRun(Path dir, long records, int partitions, double lossRate, long seed) {
        this.dir = dir;
        this.partitions = partitions;
        this.perPartition = records / partitions;
        this.lossRate = lossRate;
        random = new SplittableRandom(seed);
    }

    long records() {
        return perPartition * partitions;
    }

    /** What was lost, as it must come out again. */
    List<LostSum> truth() {
        return List.of(fast, slow);
    }

    void write() throws IOException {
        Path ledgers = Files.createDirectories(dir.resolve(EvidenceFiles.LEDGERS));
        Map<String, String> positions = Map.of(ConsumeLedger.POSITIONS_JOURNALED, "true");
        try (SendLedger sent = SendLedger.create(ledgers, SOURCE, "load-events", partitions, Map.of());
                ConsumeLedger witness = ConsumeLedger.create(
                        dir.resolve(EvidenceFiles.WITNESS), EvidenceFiles.WITNESS, "w", "load-events", Map.of());
                ConsumeLedger fastLedger = ConsumeLedger.create(ledgers, FAST, "c1", "load-events", positions);
                ConsumeLedger slowLedger = ConsumeLedger.create(ledgers, SLOW, "c1", "load-events", positions)) {
            for (int partition = 0; partition < partitions; partition++) {
                write(partition, sent, witness, fastLedger, slowLedger);
            }
        }
        Path brokers = Files.createDirectories(dir.resolve(EvidenceReader.BROKERS));
        Files.writeString(brokers.resolve("broker-1.log"), "");
        ClusterSample.partitionStream(dir).close();
        FaultLines.create(dir).close();
        RunFacts.of(SOURCE.run(), "load-events", Map.of(FAST, FAST, SLOW, SLOW), ends)
                .noGroupOffsets("no coordinator took part")
                .write(dir);
    }

    private long nextLoss(long after) {
        return after + 1 + (long) Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-lossRate));
    }

    private void write(
            int partition, SendLedger sent, ConsumeLedger witness, ConsumeLedger fastLedger, ConsumeLedger slowLedger) {
        int inWitness = witness.sourceId(SOURCE);
        int inFast = fastLedger.sourceId(SOURCE);
        int inSlow = slowLedger.sourceId(SOURCE);
        fastLedger.assigned(partition, -1, 0, AT);
        slowLedger.assigned(partition, -1, 0, AT);
        long loss = nextLoss(-1);
        long offset = 0;
        for (long sequence = 0; sequence < perPartition; sequence++) {
            long at = AT + sequence;
            sent.handedOver(partition, sent.reserve(partition));
            Outcome cause = null;
            if (sequence == loss) {
                cause = CAUSES.get(random.nextInt(CAUSES.size()));
                loss = nextLoss(loss);
                slow.add(partition, sequence, cause);
                if (cause != Outcome.IGNORED && cause != Outcome.SKIPPED_SEEK) {
                    fast.add(partition, sequence, cause);
                }
            }
            if (cause == Outcome.NOT_ACKED) {
                sent.failed(partition, sequence, SendFailure.DELIVERY_TIMEOUT, at);
                continue;
            }
            sent.acked(partition, sequence, cause == Outcome.ACK_WITHOUT_PROOF ? -1 : offset, at);
            if (cause == Outcome.ACK_WITHOUT_PROOF) {
                continue;
            }
            if (cause != Outcome.SILENT_LOG_LOSS) {
                witness.delivered(partition, inWitness, sequence, offset, at);
                fastLedger.delivered(partition, inFast, sequence, offset, at);
                fastLedger.outcome(EntryKind.PROCESSED, partition, inFast, sequence, offset, at);
                if (cause == Outcome.SKIPPED_SEEK) {
                    slowLedger.sought(partition, offset, offset + 1, at);
                } else {
                    slowLedger.delivered(partition, inSlow, sequence, offset, at);
                    EntryKind outcome = cause == Outcome.IGNORED ? EntryKind.IGNORED : EntryKind.PROCESSED;
                    slowLedger.outcome(outcome, partition, inSlow, sequence, offset, at);
                }
            }
            offset++;
            if (offset % COMMIT_EVERY == 0) {
                fastLedger.committed(partition, offset, at);
                slowLedger.committed(partition, offset, at);
            }
        }
        fastLedger.committed(partition, offset, AT + perPartition);
        slowLedger.committed(partition, offset, AT + perPartition);
        ends.put(partition, new RunFacts.End(0, offset));
    }
}
