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
}
