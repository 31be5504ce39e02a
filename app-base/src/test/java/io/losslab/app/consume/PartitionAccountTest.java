package io.losslab.app.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionAccountTest {
    private final PartitionAccount account = new PartitionAccount(0);

    @BeforeEach
    void tenOfTwentyAreProcessed() {
        account.end = 21;
        account.logStart = 5;
        account.processedTo = 10;
        account.deliveredTo = 20;
        account.position = 20;
    }

    @Test
    void whileRecordsWaitTheNextToProcessIsTheFirstOfThem() {
        assertThat(account.waiting()).isEqualTo(10);
        assertThat(account.nextToProcess()).isEqualTo(10);
        assertThat(account.lag()).isEqualTo(11);
        assertThat(account.lead()).isEqualTo(5);
    }

    @Test
    void aMarkerThatThePositionPassedIsNoLag() {
        account.processedTo = 20;
        assertThat(account.lag()).isEqualTo(1);

        account.position = 21;

        assertThat(account.nextToProcess()).isEqualTo(21);
        assertThat(account.lag()).isZero();
        assertThat(account.status().processedTo()).isEqualTo(21);
    }

    @Test
    void aPositionThatMovedOnDoesNotMakeUpForWhatWaits() {
        account.position = 21;

        assertThat(account.nextToProcess()).isEqualTo(10);
        assertThat(account.lag()).isEqualTo(11);
    }

    @Test
    void aPositionThatWasSoughtBackIsNextToProcess() {
        account.processedTo = 20;
        account.position = 3;

        assertThat(account.nextToProcess()).isEqualTo(3);
        assertThat(account.lag()).isEqualTo(18);
    }

    @Test
    void whatIsUnknownIsNoLag() {
        assertThat(new PartitionAccount(0).lag()).isEqualTo(-1);
    }

    @Test
    void whatIsHandedOverAfterThePositionWentBackIsInHandUntilItIsDone() {
        account.assignedAt(50_000); // a commit beyond the end
        account.movedTo(0);
        account.deliveredTo = 50;
        account.position = 50;

        assertThat(account.waiting()).isEqualTo(50);
        assertThat(account.nextToProcess()).isZero();

        account.done(0);
        assertThat(account.waiting()).isEqualTo(49);
        account.done(49);
        assertThat(account.waiting()).isZero();
        assertThat(account.status().inHand()).isZero();
    }

    @Test
    void whatIsInHandWhenThePositionGoesBackStaysInHand() {
        account.movedTo(2); // 10 to 19 are in hand
        account.deliveredTo = 5;
        account.position = 5;

        account.done(19);
        assertThat(account.waiting()).isPositive();
        account.done(4);
        assertThat(account.waiting()).isZero();
    }

    @Test
    void aRecordOfAnEarlierAssignmentSaysNothingOfThisOne() {
        account.assignedAt(21);

        account.done(19);

        assertThat(account.waiting()).isZero();
        assertThat(account.nextToProcess()).isEqualTo(21);
    }
}
