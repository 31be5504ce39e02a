package io.losslab.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.SendFailure;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsCheckTest {
    private static final int TOO_LARGE = 2;
    private static final int DELIVERY_TIMEOUT = 5;

    @Test
    void aCleanHistoryHasNothingToSay() {
        RunAccounts accounts =
                RunHistory.sent(1_000).read(0, 1_000, 250).committed(1_000).balance();

        assertThat(accounts.faults()).isEmpty();
        assertThat(accounts.produced()).isEqualTo(new ProducedAccounts(1_000, 1_000, 0, 0));
        GroupAccounts group = accounts.groups().get(0);
        assertThat(group.outcomes()).containsExactly(Map.entry(Outcome.PROCESSED, 1_000L));
        assertThat(group.lost() + group.duplicates() + group.outOfOrder() + group.unexplained())
                .isZero();
        assertThat(group.firstLossMicros()).isEqualTo(-1);
    }

    @Test
    void whatRetentionDeletedBeforeThePositionIsLostToIt() {
        GroupAccounts group = RunHistory.sent(1_000)
                .read(0, 100, 250)
                .retentionTo(300, 260)
                .retentionTo(700, 270)
                .read(700, 1_000, 280)
                .group();

        assertThat(group.outcomes())
                .containsOnly(Map.entry(Outcome.PROCESSED, 400L), Map.entry(Outcome.RETENTION_DELETED, 600L));
        assertThat(group.lost()).isEqualTo(600);
        assertThat(group.firstLossMicros()).isEqualTo(260);
        assertThat(group.lostRanges())
                .extracting(LostRange::firstOffset, LostRange::lastOffset, LostRange::atMicros)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(100L, 299L, 260L),
                        org.assertj.core.groups.Tuple.tuple(300L, 699L, 270L));
    }

    @Test
    void deletedOnTheBrokerIsNotLostWhileTheClientHasIt() {
        GroupAccounts group =
                RunHistory.sent(1_000).read(0, 1_000, 250).retentionTo(900, 260).group();

        assertThat(group.lost()).isZero();
        assertThat(group.processed()).isEqualTo(1_000);
    }

    @Test
    void aPlantedLossAndAPlantedDuplicateAreBothFoundThoughTheCountsAreEqual() {
        GroupAccounts group = RunHistory.sent(1_000)
                .read(0, 500, 250)
                .retentionTo(501, 260)
                .read(501, 1_000, 270)
                .processed(40, 41)
                .group();

        long processedCount = 500 + 499 + 1;
        assertThat(processedCount).isEqualTo(group.intended());
        assertThat(group.lost()).isEqualTo(1);
        assertThat(group.lostRanges().get(0).firstOffset()).isEqualTo(500);
        assertThat(group.duplicates()).isEqualTo(1);
    }

    @Test
    void deleteRecordsIsNotRetention() {
        GroupAccounts group =
                RunHistory.sent(100).deleteRecordsTo(40, 250).read(40, 100, 260).group();

        assertThat(group.outcomes()).containsEntry(Outcome.RECORDS_DELETED, 40L);
        assertThat(group.outcomes()).doesNotContainKey(Outcome.RETENTION_DELETED);
    }

    @Test
    void whatIsLeftWhenTheDeadlinePassedIsUndrainedAndOtherwiseInFlight() {
        RunHistory history = RunHistory.sent(100).read(0, 60, 250);

        GroupAccounts undrained = history.group();
        assertThat(undrained.outcomes()).containsEntry(Outcome.UNDRAINED, 40L);
        assertThat(undrained.lost()).isEqualTo(40);

        history.deadlinePassed = false;
        GroupAccounts inFlight = history.group();
        assertThat(inFlight.outcomes()).containsEntry(Outcome.IN_FLIGHT, 40L);
        assertThat(inFlight.inFlight()).isEqualTo(40);
        assertThat(inFlight.lost()).isZero();
    }

    @Test
    void whatWasDeletedAheadOfADeadGroupIsLostAndTheRestUndrained() {
        GroupAccounts group =
                RunHistory.sent(100).read(0, 10, 250).retentionTo(70, 300).group();

        assertThat(group.outcomes())
                .containsOnly(
                        Map.entry(Outcome.PROCESSED, 10L),
                        Map.entry(Outcome.RETENTION_DELETED, 60L),
                        Map.entry(Outcome.UNDRAINED, 30L));
    }

    @Test
    void intendedButNeverHandedOverIsNotSentAndNoLoss() {
        RunHistory history = RunHistory.sent(100);
        history.reserved = 103;
        GroupAccounts group = history.read(0, 100, 250).group();

        assertThat(group.outcomes()).containsEntry(Outcome.NOT_SENT, 3L);
        assertThat(group.lost()).isZero();
        assertThat(group.intended()).isEqualTo(103);
    }

    @Test
    void aRefusedRecordIsNotAckedAndLostUnlessItCannotBeStored() {
        RunHistory history = RunHistory.sent(100);
        history.reserved = 110;
        history.handedOver = 110;
        history.failures.add(EntryKind.FAILED, TOO_LARGE, 0, 100, -1, 4, 210, 210);
        history.failures.add(EntryKind.FAILED, DELIVERY_TIMEOUT, 0, 104, -1, 6, 220, 220);
        GroupAccounts group = history.read(0, 100, 250).group();

        assertThat(SendFailure.ofCode(TOO_LARGE)).isEqualTo(SendFailure.RECORD_TOO_LARGE);
        assertThat(group.outcomes()).containsEntry(Outcome.NOT_ACKED, 10L);
        assertThat(group.lost()).isEqualTo(6);
        assertThat(group.lostRanges().get(0).detail()).isEqualTo("DELIVERY_TIMEOUT");
    }

    @Test
    void aRecordThatTimedOutButWasStoredAndProcessedIsProcessed() {
        RunHistory history = RunHistory.sent(100);
        history.reserved = 101;
        history.handedOver = 101;
        history.end = 101;
        history.failures.add(EntryKind.FAILED, DELIVERY_TIMEOUT, 0, 100, -1, 1, 220, 220);
        history.witnessed.add(EntryKind.DELIVERED, 0, 0, 100, 100, 1, 230, 230);
        GroupAccounts group = history.read(0, 101, 250).group();

        assertThat(group.processed()).isEqualTo(101);
        assertThat(group.lost()).isZero();
    }

    @Test
    void anAcknowledgementWithoutAnOffsetIsNoProof() {
        RunHistory history = RunHistory.sent(100);
        history.reserved = 105;
        history.handedOver = 105;
        history.acks.add(EntryKind.ACKED, 0, 0, 100, -1, 5, 220, 220);
        GroupAccounts group = history.read(0, 100, 250).group();

        assertThat(group.outcomes()).containsEntry(Outcome.ACK_WITHOUT_PROOF, 5L);
        assertThat(group.lost()).isEqualTo(5);
    }

    @Test
    void aSwappedPairIsOutOfOrderAndNothingElse() {
        RunHistory history = RunHistory.sent(10).delivered(0, 10, 250);
        history.processed(0, 4).processed(5, 6).processed(4, 5).processed(6, 10);
        GroupAccounts group = history.group();

        assertThat(group.outOfOrder()).isEqualTo(1);
        assertThat(group.duplicates()).isZero();
        assertThat(group.processed()).isEqualTo(10);
    }

    @Test
    void aCorruptRecordIsCountedApart() {
        RunHistory history = RunHistory.sent(10).read(0, 4, 250).read(5, 10, 260);
        history.deliveries.add(EntryKind.DELIVERED_UNIDENTIFIED, 0, -1, -1, 4, 1, 255, 255);
        history.outcomes.add(EntryKind.PROCESSED_CORRUPT, 0, -1, -1, 4, 1, 300, 300);
        GroupAccounts group = history.group();

        assertThat(group.corrupt()).isEqualTo(1);
        assertThat(group.processed()).isEqualTo(10);
        assertThat(group.lost()).isZero();
    }

    @Test
    void whatTheFailureStrategyDidIsTold() {
        RunHistory history = RunHistory.sent(10).delivered(0, 10, 250).processed(0, 7);
        history.outcome(EntryKind.IGNORED, 7, 8).outcome(EntryKind.DEAD_LETTERED, 8, 9);
        history.outcome(EntryKind.DEAD_LETTER_FAILED, 9, 10);
        GroupAccounts group = history.group();

        assertThat(group.outcomes())
                .containsOnly(
                        Map.entry(Outcome.PROCESSED, 7L),
                        Map.entry(Outcome.IGNORED, 1L),
                        Map.entry(Outcome.DEAD_LETTERED, 1L),
                        Map.entry(Outcome.DEAD_LETTER_FAILED, 1L));
        assertThat(group.lost()).isEqualTo(2);
    }

    @Test
    void aCommitThatPassedADeliveredRecordLosesIt() {
        GroupAccounts group = RunHistory.sent(10)
                .delivered(0, 10, 250)
                .processed(0, 6)
                .committed(8)
                .group();

        assertThat(group.outcomes())
                .containsOnly(
                        Map.entry(Outcome.PROCESSED, 6L),
                        Map.entry(Outcome.COMMITTED_NOT_PROCESSED, 2L),
                        Map.entry(Outcome.UNDRAINED, 2L));
    }

    @Test
    void aJumpThatNoEvidenceExplainsMakesTheRunInvalidAndIsNeverACause() {
        RunAccounts accounts =
                RunHistory.sent(100).read(0, 40, 250).read(50, 100, 260).balance();

        assertThat(accounts.isValid()).isFalse();
        assertThat(accounts.groups().get(0).unexplained()).isEqualTo(10);
        assertThat(accounts.faults()).anyMatch(f -> f.contains("the position passed offset 40"));
        assertThat(Verdict.of(java.util.List.of(accounts), java.util.List.of())).isEqualTo(Verdict.INVALID_EVIDENCE);
    }

    @Test
    void evidenceThatContradictsItselfIsInvalid() {
        assertThat(RunHistory.sent(10).read(0, 11, 250).balance().faults()).anyMatch(f -> f.contains("never intended"));
        assertThat(RunHistory.sent(10)
                        .delivered(0, 9, 250)
                        .processed(0, 10)
                        .balance()
                        .faults())
                .anyMatch(f -> f.contains("which no poll delivered"));

        RunHistory shifted = RunHistory.sent(10);
        shifted.deliveries.add(EntryKind.DELIVERED, 0, 0, 0, 1, 10, 250, 250);
        assertThat(shifted.processed(0, 10).balance().faults()).anyMatch(f -> f.contains("delivered from offset 1"));

        RunHistory unseen = new RunHistory();
        unseen.reserved = 10;
        unseen.handedOver = 10;
        unseen.end = 10;
        unseen.acks.add(EntryKind.ACKED, 0, 0, 0, 0, 10, 100, 100);
        unseen.witnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, 9, 100, 100);
        assertThat(unseen.read(0, 10, 250).balance().faults()).anyMatch(f -> f.startsWith("witness: "));

        RunHistory missingIncrement = RunHistory.sent(10).read(0, 10, 250);
        missingIncrement.logStart = 5;
        assertThat(missingIncrement.balance().faults()).anyMatch(f -> f.startsWith("log start offsets: "));

        RunHistory hole = RunHistory.sent(10).read(0, 10, 250);
        hole.holes.add("partitions.csv: line 7 is missing");
        assertThat(hole.balance().isValid()).isFalse();
    }
}
