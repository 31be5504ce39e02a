package io.losslab.lab.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import io.losslab.ledger.journal.SendFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsCheckTest {
    private static final int TOO_LARGE = 2;
    private static final int DELIVERY_TIMEOUT = 5;

    @Test
    void aCleanHistoryHasNothingToSay() {
        RunAccounts accounts =
                RunHistory.sent(1_000).read(0, 1_000, 250).committed(1_000).balance();

        assertThat(accounts.objections()).isEmpty();
        assertThat(accounts.produced()).isEqualTo(new ProducedAccounts(1_000, 1_000, 0, 0, 1_000, 0, 0));
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
    void aJumpWithoutATriggerIsAViolationWhereATriggerWouldBeOnRecord() {
        GroupAccounts group =
                RunHistory.sent(100).read(0, 40, 250).read(50, 100, 260).group();

        assertThat(group.outcomes()).containsEntry(Outcome.SKIP_VIOLATION, 10L);
    }

    @Test
    void aJumpThatNoEvidenceExplainsMakesTheRunInvalidAndIsNeverACause() {
        RunHistory history = RunHistory.sent(100).read(0, 40, 250).read(50, 100, 260);
        history.positionsJournaled = false;
        RunAccounts accounts = history.balance();

        assertThat(accounts.isValid()).isFalse();
        assertThat(accounts.groups().get(0).unexplained()).isEqualTo(10);
        assertThat(accounts.objections()).anyMatch(f -> f.contains("the position passed offset 40"));
        assertThat(Verdict.of(java.util.List.of(accounts), java.util.List.of())).isEqualTo(Verdict.INVALID_EVIDENCE);
    }

    @Test
    void aResetToLatestSkipsWhatWasStillThere() {
        GroupAccounts group = RunHistory.sent(100)
                .read(0, 10, 250)
                .retentionTo(40, 260)
                .reset(ResetTrigger.OUT_OF_RANGE, 10, 90, 270)
                .read(90, 100, 280)
                .group();

        assertThat(group.outcomes())
                .containsOnly(
                        Map.entry(Outcome.PROCESSED, 20L),
                        Map.entry(Outcome.RETENTION_DELETED, 30L),
                        Map.entry(Outcome.SKIPPED_RESET, 50L));
    }

    @Test
    void aFirstStartAtLatestSkipsWhatWasThere() {
        RunHistory history = new RunHistory();
        history.assigned(-1, 60, 240).sends(100).read(60, 100, 250);

        assertThat(history.group().outcomes()).containsEntry(Outcome.SKIPPED_INITIAL, 60L);
    }

    @Test
    void aGroupWhoseOffsetsExpiredSkipsToLatest() {
        RunHistory history = RunHistory.sent(100).read(0, 10, 250).committed(10).event(EntryKind.REVOKED, -1, 10, 260);
        history.offsets =
                List.of(new OffsetEvent(400, 10, null), new OffsetEvent(500, -1, OffsetEvent.Removal.EXPIRED));
        history.assigned(-1, 80, 600).read(80, 100, 610);

        assertThat(history.group().outcomes()).containsEntry(Outcome.SKIPPED_OFFSETS_EXPIRED, 70L);
    }

    @Test
    void whatAMemberHadInHandWhenItStoppedIsSkippedToWhenTheOffsetsExpire() {
        RunHistory history = RunHistory.sent(100).read(0, 10, 250).committed(10).delivered(10, 13, 255);
        history.event(EntryKind.REVOKED, -1, 13, 260).offsets = List.of(
                new OffsetEvent(400, 10, null),
                new OffsetEvent(500, -1, OffsetEvent.Removal.EXPIRED),
                new OffsetEvent(700, 100, null));
        history.reset(ResetTrigger.NO_COMMITTED_OFFSET, -1, 80, 599);
        history.assigned(-1, 80, 600).read(80, 100, 610);

        assertThat(history.group().outcomes())
                .isEqualTo(Map.of(Outcome.PROCESSED, 30L, Outcome.SKIPPED_OFFSETS_EXPIRED, 70L));
    }

    @Test
    void aCommitThatNoMemberMadeIsSomebodysHand() {
        RunHistory history = RunHistory.sent(100).read(0, 10, 250).committed(10).event(EntryKind.REVOKED, -1, 10, 260);
        history.offsets = List.of(new OffsetEvent(400, 10, null), new OffsetEvent(500, 80, null));
        history.assigned(80, 80, 600).read(80, 100, 610);

        assertThat(history.group().outcomes()).containsEntry(Outcome.SKIPPED_SEEK, 70L);
    }

    @Test
    void aCommitOfAMemberAboveWhatItWasGivenIsInherited() {
        RunHistory history = RunHistory.sent(100).read(0, 10, 250).committed(80).event(EntryKind.REVOKED, -1, 10, 260);
        history.offsets = List.of(new OffsetEvent(400, 80, null));
        history.assigned(80, 80, 600).read(80, 100, 610);

        assertThat(history.group().outcomes()).containsEntry(Outcome.COMMITTED_NOT_DELIVERED, 70L);
    }

    @Test
    void anApplicationsSeekSkips() {
        GroupAccounts group = RunHistory.sent(100)
                .read(0, 10, 250)
                .event(EntryKind.SOUGHT, 10, 70, 260)
                .read(70, 100, 270)
                .group();

        assertThat(group.outcomes()).containsEntry(Outcome.SKIPPED_SEEK, 60L);
    }

    @Test
    void aCommitBeforeProcessingAndACrashLoseWhatWasAtWork() {
        RunHistory history =
                RunHistory.sent(100).delivered(0, 60, 250).processed(0, 20).committed(50);
        history.assigned(50, 50, 600).read(50, 100, 610);

        assertThat(history.group().outcomes())
                .containsOnly(Map.entry(Outcome.PROCESSED, 70L), Map.entry(Outcome.COMMITTED_NOT_PROCESSED, 30L));
    }

    @Test
    void whatADeadMemberHadAndRetentionTookBeforeItCameAgainIsLostToRetention() {
        RunHistory history =
                RunHistory.sent(200).delivered(0, 60, 250).processed(0, 20).committed(20);
        history.assigned(20, 20, 600).retentionTo(150, 650);
        history.reset(ResetTrigger.OUT_OF_RANGE, 20, 150, 700)
                .read(150, 200, 710)
                .committed(200);

        assertThat(history.group().outcomes())
                .containsOnly(Map.entry(Outcome.PROCESSED, 70L), Map.entry(Outcome.RETENTION_DELETED, 130L));
    }

    @Test
    void aNewerRecordOfItsKeyTookItsPlace() {
        RunHistory history = RunHistory.sent(100).read(0, 10, 250);
        history.keyPeriod = 20;
        history.cleanings.add(new PartitionLog.Cleaning(255, 90));
        history.read(70, 100, 260);

        // 10 to 69 were superseded within the cleaned part: 69 by 89
        assertThat(history.group().outcomes())
                .containsOnly(Map.entry(Outcome.PROCESSED, 40L), Map.entry(Outcome.COMPACTED, 60L));

        RunHistory tooEarly = RunHistory.sent(100).read(0, 10, 250).read(75, 100, 260);
        tooEarly.keyPeriod = 20;
        tooEarly.cleanings.add(new PartitionLog.Cleaning(255, 90));
        assertThat(tooEarly.group().outcomes())
                .containsEntry(Outcome.COMPACTED, 60L)
                .containsEntry(Outcome.SKIP_VIOLATION, 5L);
    }

    @Test
    void whatTheNextLeaderDidNotHaveIsTruncated() {
        RunHistory history = new RunHistory();
        history.assigned(-1, 0, 50);
        history.reserved = 110;
        history.handedOver = 110;
        history.end = 100;
        history.acks.add(EntryKind.ACKED, 0, 0, 0, 0, 60, 100, 200);
        history.acks.add(EntryKind.ACKED, 0, 0, 60, 60, 10, 200, 210); // acknowledged by the old leader alone
        history.acks.add(EntryKind.ACKED, 0, 0, 70, 60, 40, 300, 310);
        history.witnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, 60, 100, 200);
        history.witnessed.add(EntryKind.DELIVERED, 0, 0, 70, 60, 40, 300, 310);
        history.epochs.add(new PartitionLog.LeaderEpoch(10, 0, 1, 0, false));
        history.epochs.add(new PartitionLog.LeaderEpoch(250, 1, 2, 60, false));
        history.read(0, 60, 120);
        history.deliveries.add(EntryKind.DELIVERED, 0, 0, 70, 60, 40, 320, 320);
        history.outcomes.add(EntryKind.PROCESSED, 0, 0, 70, 60, 40, 330, 330);
        GroupAccounts group = history.group();

        assertThat(group.outcomes())
                .containsOnly(Map.entry(Outcome.PROCESSED, 100L), Map.entry(Outcome.TRUNCATED, 10L));
        assertThat(group.lostRanges().get(0).detail()).isEqualTo("clean election");
    }

    @Test
    void acknowledgedWithinTheLogAndNotThereIsAViolation() {
        RunHistory history = new RunHistory();
        history.assigned(-1, 0, 50).sends(100);
        history.witnessed.clear();
        history.witnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, 40, 100, 200);
        history.witnessed.add(EntryKind.DELIVERED, 0, 0, 50, 50, 50, 100, 200);
        history.read(0, 40, 250).read(50, 100, 260);

        assertThat(history.group().outcomes()).containsEntry(Outcome.SILENT_LOG_LOSS, 10L);
    }

    @Test
    void anAbortedTransactionIsNoLoss() {
        RunHistory history = RunHistory.sent(100);
        history.transactional = true;
        history.committedWitnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, 40, 100, 200);
        history.committedWitnessed.add(EntryKind.DELIVERED, 0, 0, 60, 60, 40, 100, 200);
        GroupAccounts group = history.read(0, 40, 250).read(60, 100, 260).group();

        assertThat(group.outcomes()).containsOnly(Map.entry(Outcome.PROCESSED, 80L), Map.entry(Outcome.ABORTED, 20L));
        assertThat(group.lost()).isZero();
    }

    @Test
    void aDeadLetterThatIsNotInItsTopicFailed() {
        RunHistory history = RunHistory.sent(10).delivered(0, 10, 250).processed(0, 6);
        history.hasDeadLetters = true;
        history.outcome(EntryKind.DEAD_LETTERED, 6, 10);
        history.deadLetters.add(EntryKind.DELIVERED, 0, 0, 6, 0, 3, 260, 260);
        history.deadEnd = 3;

        assertThat(history.group().outcomes())
                .containsEntry(Outcome.DEAD_LETTERED, 3L)
                .containsEntry(Outcome.DEAD_LETTER_FAILED, 1L);
    }

    @Test
    void aMisroutedRecordIsCountedApartAndNotLost() {
        RunHistory history = new RunHistory();
        history.assigned(-1, 0, 50).sends(10);
        history.reserved = 11;
        history.handedOver = 11;
        history.acks.add(EntryKind.ACKED, 0, 0, 10, 77, 1, 210, 210);
        history.misrouted.add(EntryKind.DELIVERED_MISROUTED, 3, 0, 10, 77, 1, 220, 220);
        history.misrouted.add(EntryKind.PROCESSED_MISROUTED, 3, 0, 10, 77, 1, 230, 230);
        GroupAccounts group = history.read(0, 10, 250).group();

        assertThat(group.processed()).isEqualTo(11);
        assertThat(group.misrouted()).isEqualTo(1);
        assertThat(group.outOfOrder()).isZero();
    }

    @Test
    void evidenceThatContradictsItselfIsInvalid() {
        assertThat(RunHistory.sent(10).read(0, 11, 250).balance().objections())
                .anyMatch(f -> f.contains("never intended"));
        assertThat(RunHistory.sent(10)
                        .delivered(0, 9, 250)
                        .processed(0, 10)
                        .balance()
                        .objections())
                .anyMatch(f -> f.contains("which no poll delivered"));

        RunHistory shifted = RunHistory.sent(10);
        shifted.deliveries.add(EntryKind.DELIVERED, 0, 0, 0, 1, 10, 250, 250);
        assertThat(shifted.processed(0, 10).balance().objections()).anyMatch(f -> f.contains("at offset 0 and at 1"));

        RunHistory unseen = new RunHistory();
        unseen.reserved = 10;
        unseen.handedOver = 10;
        unseen.end = 10;
        unseen.assigned(-1, 0, 50);
        unseen.acks.add(EntryKind.ACKED, 0, 0, 0, 0, 10, 100, 100);
        unseen.witnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, 9, 100, 100);
        assertThat(unseen.read(0, 10, 250).balance().objections()).anyMatch(f -> f.startsWith("witness: "));

        RunHistory missingIncrement = RunHistory.sent(10).read(0, 10, 250);
        missingIncrement.logStart = 5;
        assertThat(missingIncrement.balance().objections()).anyMatch(f -> f.startsWith("log start offsets: "));

        RunHistory hole = RunHistory.sent(10).read(0, 10, 250);
        hole.holes.add("partitions.csv: line 7 is missing");
        assertThat(hole.balance().isValid()).isFalse();
    }

    @Test
    void betweenTwoSamplesTheLogStartMayHaveBeenWhereAConsumerWasSent() {
        assertThat(sentToOffset40At(20_000_000).outcomes())
                .containsOnly(entry(Outcome.PROCESSED, 70L), entry(Outcome.RETENTION_DELETED, 30L));
    }

    @Test
    void whatASampleSawBeforeTheLogStartMovedIsNoProofOfRetention() {
        assertThat(sentToOffset40At(10_000_000).outcomes())
                .containsOnly(entry(Outcome.PROCESSED, 70L), entry(Outcome.SKIPPED_RESET, 30L));
    }

    /** A reset from 10 to 40; between samples at 19 s and 25 s the log start moved to 60. */
    private static GroupAccounts sentToOffset40At(long resetMicros) {
        RunHistory run = RunHistory.sent(100)
                .read(0, 10, 150)
                .reset(ResetTrigger.OUT_OF_RANGE, 10, 40, resetMicros)
                .read(40, 100, resetMicros + 100);
        run.increments.add(new LogStarts.Increment(
                25_000_000, 60, LogStarts.Reason.SEGMENT_DELETION, LogStarts.Basis.SAMPLED, 19_000_000));
        run.logStart = 60;
        return run.group();
    }

    /** As one run of `matrix` was: acks=0, the leader came back with an empty disk, and the log began anew. */
    @Test
    void whatReadersSawBeforeTheLogBeganAnewIsCutOffAndNotInFlight() {
        RunHistory history = new RunHistory().assigned(-1, 0, 50);
        history.deadlinePassed = false;
        history.reserved = 110;
        history.handedOver = 110;
        history.end = 10;
        history.acks.add(EntryKind.ACKED, 0, 0, 0, -1, 110, 100, 90_000_000);
        history.witnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, 100, 100, 10_000_000);
        history.witnessed.add(EntryKind.DELIVERED, 0, 0, 100, 0, 10, 80_000_000, 90_000_000);
        history.epochs.add(new PartitionLog.LeaderEpoch(10, 0, 1, 0, false));
        history.epochs.add(new PartitionLog.LeaderEpoch(40_000_000, 1, 1, 0, true));
        history.read(0, 5, 11_000_000);
        history.deliveries.add(EntryKind.DELIVERED, 0, 0, 100, 0, 10, 81_000_000, 91_000_000);
        history.outcomes.add(EntryKind.PROCESSED, 0, 0, 100, 0, 10, 81_000_000, 91_000_000);

        assertThat(history.group().outcomes())
                .containsOnly(entry(Outcome.PROCESSED, 15L), entry(Outcome.TRUNCATED, 95L));
    }

    @Test
    void whatWasBeyondTheEndOfTheLogIsNotInFlightButAHole() {
        RunHistory history = RunHistory.sent(100).read(0, 5, 250);
        history.end = 60;

        assertThat(history.balance().objections())
                .anyMatch(fault -> fault.contains("sequence 60 was at offset 60, the log ends at 60"));
    }
}
