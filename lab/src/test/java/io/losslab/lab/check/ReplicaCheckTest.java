package io.losslab.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaCheckTest {
    private static final Source STRANGER = new Source("other", "prod");

    private final RunHistory history =
            RunHistory.sent(1_000).read(0, 1_000, 250).committed(1_000);
    private final RunTable disk = new RunTable();

    @Test
    void aReplicaWithWhatTheWitnessSawIsNoFault() {
        on(0, 0, 400).on(400, 400, 600);

        assertThat(faults(true, 0, 1_000)).isEmpty();
    }

    @Test
    void aRecordThatIsNotOnDiskIsAFault() {
        on(0, 0, 400).on(401, 401, 599);

        assertThat(faults(true, 0, 1_000))
                .containsExactly(
                        "dumped/broker-2, partition 0: offset 400 has no record, the witness saw sequence 400 of"
                                + " run/prod");
    }

    @Test
    void anotherRecordAtItsOffsetIsAFault() {
        on(0, 0, 400).on(400, 401, 599).on(999, 400, 1);

        assertThat(faults(true, 0, 1_000))
                .containsExactly(
                        "dumped/broker-2, partition 0: offset 400 has sequence 401 of run/prod, the witness saw"
                                + " sequence 400 of run/prod");
    }

    @Test
    void aRecordThatTheWitnessNeverSawIsAFault() {
        history.end = 1_001;
        on(0, 0, 1_000);
        disk.add(EntryKind.DELIVERED_UNIDENTIFIED, 0, -1, -1, 1_000, 1, 100, 100);

        assertThat(faults(true, 0, 1_001))
                .containsExactly(
                        "dumped/broker-2, partition 0: offset 1000 has a record without identity, the witness saw"
                                + " no record");
    }

    @Test
    void aReplicaInSyncThatEndsBeforeTheHighWatermarkIsAFault() {
        on(0, 0, 990);

        assertThat(faults(true, 0, 990))
                .containsExactly("dumped/broker-2, partition 0: the replica is in sync and ends at 990, before the high"
                        + " watermark of 1000");
    }

    @Test
    void recordsOfAnotherSourceAreAFault() {
        on(0, 0, 999);
        disk.add(EntryKind.DELIVERED, 0, 1, 7, 999, 1, 100, 100);

        assertThat(faults(true, 0, 1_000)).anyMatch(fault -> fault.contains("of which there is no send ledger"));
    }

    @Test
    void nothingFollowsFromAReplicaThatIsNotInSync() {
        on(0, 5, 10);

        assertThat(faults(false, 0, 10)).isEmpty();
    }

    @Test
    void whatTheLogCleanerTookMayBeMissing() {
        on(0, 0, 400).on(600, 600, 400);
        history.compacted = true;

        assertThat(faults(true, 0, 1_000)).isEmpty();
    }

    @Test
    void whatTheLogCleanerTookFromTheLeaderMayBeThere() {
        RunHistory cleaned = new RunHistory().assigned(-1, 0, 50);
        cleaned.reserved = 10;
        cleaned.handedOver = 10;
        cleaned.end = 11;
        cleaned.compacted = true;
        cleaned.acks.add(EntryKind.ACKED, 0, 0, 0, 0, 10, 100, 200);
        cleaned.witnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, 10, 100, 200);
        cleaned.read(0, 10, 250).committed(11);
        disk.add(EntryKind.DELIVERED, 0, 0, 0, 0, 10, 100, 200);
        disk.add(EntryKind.DELIVERED_UNIDENTIFIED, 0, -1, -1, 10, 1, 200, 200);
        cleaned.dumped.add(new Dumped(1, true, 0, 11, new Seen(List.of(RunHistory.SOURCE), disk)));

        assertThat(cleaned.balance().objections()).isEmpty();
    }

    @Test
    void aMissingFirstSegmentIsAFault() {
        on(500, 500, 500);

        assertThat(faults(true, 500, 1_000))
                .containsExactly("dumped/broker-2, partition 0: its first segment begins at 500, the log begins at 0");
    }

    @Test
    void twoRecordsAtOneOffsetAreAFault() {
        on(0, 0, 1_000).on(7, 7, 1);

        assertThat(faults(true, 0, 1_000)).containsExactly("dumped/broker-2, partition 0: two records at one offset");
    }

    @Test
    void aReplicaIsNamedHoweverManyFaultsThereAre() {
        for (int i = 0; i < 100; i++) {
            history.holes.add("hole " + i);
        }
        on(0, 0, 999);

        assertThat(faults(true, 0, 1_000))
                .anyMatch(fault -> fault.startsWith("dumped/broker-2, partition 0: offset 999"));
    }

    @Test
    void aMarkerMayHaveTakenThePlaceOfWhatWasCutOff() {
        history.epochs.add(new PartitionLog.LeaderEpoch(10, 0, 1, 0, false));
        history.epochs.add(new PartitionLog.LeaderEpoch(9_000_000, 1, 2, 999, false));
        on(0, 0, 999);

        assertThat(faults(true, 0, 1_000)).isEmpty();
    }

    @Test
    void belowTheLogStartNothingIsCompared() {
        history.retentionTo(300, 260);
        on(300, 300, 700);

        assertThat(faults(true, 300, 1_000)).isEmpty();
    }

    private ReplicaCheckTest on(long offset, long sequence, long count) {
        disk.add(EntryKind.DELIVERED, 0, 0, sequence, offset, count, 100, 200);
        return this;
    }

    private List<String> faults(boolean inSync, long start, long end) {
        Seen records = new Seen(List.of(RunHistory.SOURCE, STRANGER), disk);
        history.dumped.add(new Dumped(2, inSync, start, end, records));
        return history.balance().objections();
    }
}
