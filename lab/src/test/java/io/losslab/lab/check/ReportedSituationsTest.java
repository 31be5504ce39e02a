package io.losslab.lab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Transactions;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What operators really report, and earlier versions of the checker got wrong; each by hand, with what is right. */
class ReportedSituationsTest {
    /** Seen by who reads all and not by who reads committed: here it was retention that kept it from that reader. */
    @Test
    void retentionThatPassesACommittedTransactionIsNoAbort() {
        RunHistory history = RunHistory.sent(300).read(0, 50, 250).retentionTo(200, 260);
        history.transactional = true;
        history.readCommitted = true;
        history.transactionEnds = new RunTable();
        history.transactionEnds.add(EntryKind.TRANSACTION_COMMITTED, 0, 0, 250, -1, 1, 270, 270);
        history.transactionEnds.add(EntryKind.TRANSACTION_ABORTED, 0, 0, 300, -1, 1, 280, 280);
        history.committedWitnessed.add(EntryKind.DELIVERED, 0, 0, 200, 200, 50, 290, 290);
        history.read(200, 250, 300);

        assertThat(history.group().outcomes())
                .containsOnly(
                        entry(Outcome.PROCESSED, 100L),
                        entry(Outcome.RETENTION_DELETED, 150L),
                        entry(Outcome.ABORTED, 50L));
    }

    @Test
    void aTransactionThatIsStillOpenBlocksAndLosesNothing() {
        RunHistory history = RunHistory.sent(300).read(0, 200, 250).committed(200);
        history.transactional = true;
        history.readCommitted = true;
        history.transactionEnds = new RunTable();
        history.transactionEnds.add(EntryKind.TRANSACTION_COMMITTED, 0, 0, 200, -1, 1, 240, 240);
        history.rest = Transactions.Rest.OPEN;
        history.blocked = new PartitionLog.Blocked(200, "transactional.id load");
        history.committedWitnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, 200, 245, 245);
        history.reserved = 302; // two that were never answered lie in the same transaction
        history.handedOver = 302;

        GroupAccounts group = history.group();
        assertThat(group.outcomes()).containsOnly(entry(Outcome.PROCESSED, 200L), entry(Outcome.IN_FLIGHT, 102L));
        assertThat(group.keptDetails())
                .containsExactly(entry("blocked by an open transaction of transactional.id load", 102L));
        assertThat(group.lost()).isZero();
    }

    @Test
    void whoReadsEverythingIsNotBlocked() {
        RunHistory history = RunHistory.sent(300).read(0, 200, 250).committed(200);
        history.transactional = true;
        history.transactionEnds = new RunTable();
        history.rest = Transactions.Rest.OPEN;
        history.blocked = new PartitionLog.Blocked(0, "transactional.id load");

        assertThat(history.group().outcomes())
                .containsOnly(entry(Outcome.PROCESSED, 200L), entry(Outcome.UNDRAINED, 100L));
    }

    @Test
    void anAbortOfTheCoordinatorHoldsForAllRecordsOfTheTransaction() {
        RunHistory history = RunHistory.sent(300);
        history.transactional = true;
        history.readCommitted = true;
        history.transactionEnds = new RunTable();
        history.rest = Transactions.Rest.ABORTED;
        history.retentionTo(100, 260);
        history.reserved = 307; // the last were on their way when the producer was killed
        history.handedOver = 306;

        assertThat(history.group().outcomes()).containsOnly(entry(Outcome.ABORTED, 307L));
    }

    @Test
    void aTransactionOfWhichNothingOnRecordSaysTheEndProvesNothing() {
        RunHistory history = RunHistory.sent(300);
        history.transactional = true;
        history.readCommitted = true;
        history.transactionEnds = new RunTable();
        history.rest = Transactions.Rest.UNKNOWN;
        history.retentionTo(300, 260);

        assertThat(history.balance().objections())
                .containsExactly("transactions of run/prod, partition 0: whether that of sequence 0 was committed or"
                        + " aborted is not on record");
    }

    @Test
    void whatADeadMemberHadInHandIsGoneWithTheLogWhetherASuccessorCameOrNot() {
        RunHistory alone =
                RunHistory.sent(300).delivered(0, 200, 250).processed(0, 50).committed(50);
        alone.offsets = List.of(new OffsetEvent(400, 50, null));
        alone.retentionTo(150, 500);
        GroupAccounts group = alone.group();
        RunHistory followed =
                RunHistory.sent(300).delivered(0, 200, 250).processed(0, 50).committed(50);
        followed.offsets = List.of(new OffsetEvent(400, 50, null));
        followed.retentionTo(150, 500).assigned(50, 50, 600).reset(ResetTrigger.OUT_OF_RANGE, 50, 150, 610);

        assertThat(group.outcomes())
                .containsOnly(
                        entry(Outcome.PROCESSED, 50L),
                        entry(Outcome.RETENTION_DELETED, 100L),
                        entry(Outcome.UNDRAINED, 150L));
        assertThat(group.lostRanges().get(0).detail()).isEqualTo("a member had it in hand and did not finish it");
        assertThat(followed.group().outcomes()).isEqualTo(group.outcomes());
        assertThat(followed.group().lostRanges().get(0).detail())
                .isEqualTo("a member had it in hand and did not finish it");
    }

    @Test
    void aCommitThatWasTakenBackHasPassedNothing() {
        RunHistory history =
                RunHistory.sent(300).delivered(0, 200, 250).processed(0, 50).committed(50);
        history.offsets = List.of(
                new OffsetEvent(400, 50, null),
                new OffsetEvent(3_000_000, 300, null),
                new OffsetEvent(4_000_000, 80, null));
        history.assigned(80, 80, 5_000_000).delivered(80, 300, 5_100_000).processed(80, 100);

        GroupAccounts group = history.group();
        assertThat(group.outcomes())
                .containsOnly(
                        entry(Outcome.PROCESSED, 70L),
                        entry(Outcome.SKIPPED_SEEK, 30L),
                        entry(Outcome.UNDRAINED, 200L));
    }

    /** It is what the next member would get, though none came. */
    @Test
    void anOperatorsLastMoveCountsAlsoWhereNobodyComes() {
        RunHistory history = RunHistory.sent(300).read(0, 50, 250).committed(50);
        history.offsets = List.of(new OffsetEvent(400, 50, null), new OffsetEvent(3_000_000, 200, null));

        assertThat(history.group().outcomes())
                .containsOnly(
                        entry(Outcome.PROCESSED, 50L),
                        entry(Outcome.SKIPPED_SEEK, 150L),
                        entry(Outcome.UNDRAINED, 100L));
    }

    @Test
    void aCommitBeyondTheEndPassesNothing() {
        RunHistory history = RunHistory.sent(300).read(0, 50, 250).committed(50);
        history.offsets = List.of(new OffsetEvent(400, 50, null), new OffsetEvent(3_000_000, 50_000, null));
        history.assigned(50_000, 50_000, 4_000_000)
                .reset(ResetTrigger.OUT_OF_RANGE, 50_000, 0, 4_100_000)
                .read(0, 100, 4_200_000);

        assertThat(history.group().outcomes())
                .containsOnly(entry(Outcome.PROCESSED, 100L), entry(Outcome.UNDRAINED, 200L));
    }

    @Test
    void aLogStartThatGoesBackBringsBackWhatNobodyHasPassed() {
        RunHistory history = RunHistory.sent(300).read(0, 50, 250).deleteRecordsTo(200, 260);
        history.reset(ResetTrigger.OUT_OF_RANGE, 50, 200, 270).read(200, 250, 280);
        history.returns.add(new LogStarts.Return(1_000_000, 0));
        history.logStart = 0;
        RunHistory away = RunHistory.sent(300).read(0, 50, 250).committed(50).deleteRecordsTo(200, 260);
        away.returns.add(new LogStarts.Return(1_000_000, 0));
        away.logStart = 0;
        away.assigned(50, 50, 2_000_000).read(50, 300, 2_100_000);

        assertThat(history.group().outcomes())
                .containsOnly(
                        entry(Outcome.PROCESSED, 100L),
                        entry(Outcome.RECORDS_DELETED, 150L),
                        entry(Outcome.UNDRAINED, 50L));
        assertThat(away.group().outcomes()).containsOnly(entry(Outcome.PROCESSED, 300L));
    }
}
