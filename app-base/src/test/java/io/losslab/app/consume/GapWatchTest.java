package io.losslab.app.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapWatchTest {
    private static final int A = 0;
    private static final int B = 1;

    private final GapWatch watch = new GapWatch();

    private GapWatch.Gap deliver(int source, long fromSequence, long toSequence, long fromOffset) {
        GapWatch.Gap found = null;
        for (long sequence = fromSequence; sequence <= toSequence; sequence++) {
            GapWatch.Gap gap = watch.delivered(source, sequence, fromOffset + sequence - fromSequence);
            found = gap != null ? gap : found;
        }
        return found;
    }

    private void fromTheBeginning() {
        watch.assigned(0, true, 0);
    }

    @Test
    void aCleanHistoryHasNoGap() {
        fromTheBeginning();

        assertThat(deliver(A, 0, 999, 0)).isNull();
        assertThat(watch.lost()).isZero();
        assertThat(watch.duplicates()).isZero();
    }

    @Test
    void jumpedOffsetsWithMissingSequencesAreLost() {
        fromTheBeginning();
        deliver(A, 0, 99, 0);

        GapWatch.Gap gap = deliver(A, 500, 600, 500);

        assertThat(gap).isEqualTo(new GapWatch.Gap(A, true, 100, 499, 400));
        assertThat(watch.lost()).isEqualTo(400);
        assertThat(watch.gaps()).isEqualTo(1);
    }

    @Test
    void jumpedOffsetsWithoutMissingSequencesAreNoLoss() {
        fromTheBeginning();
        deliver(A, 0, 99, 0);

        assertThat(deliver(A, 100, 200, 101)).as("a transaction marker at 100").isNull();
        assertThat(watch.lost()).isZero();
    }

    @Test
    void missingSequencesAtContiguousOffsetsAreLost() {
        fromTheBeginning();
        deliver(A, 0, 9, 0);

        assertThat(deliver(A, 11, 20, 10)).isEqualTo(new GapWatch.Gap(A, true, 10, 9, 1));
        assertThat(watch.lost()).isEqualTo(1);
    }

    @Test
    void aDuplicateDoesNotHideALossAtEqualCounts() {
        fromTheBeginning();
        deliver(A, 0, 2, 0);
        deliver(A, 4, 4, 3);
        deliver(A, 4, 4, 4);

        assertThat(watch.lost()).isEqualTo(1);
        assertThat(watch.duplicates()).isEqualTo(1);
        assertThat(watch.redelivered()).isZero();
    }

    @Test
    void aSwapIsMissedAndThenTakenBack() {
        fromTheBeginning();
        deliver(A, 0, 0, 0);

        assertThat(deliver(A, 2, 2, 1)).isNotNull();
        assertThat(watch.lost()).isEqualTo(1);
        assertThat(deliver(A, 1, 1, 2)).isNull();
        assertThat(watch.lost()).isZero();
        assertThat(watch.late()).isEqualTo(1);
        assertThat(watch.missed()).as("what was claimed once stays counted").isEqualTo(1);
        assertThat(deliver(A, 3, 3, 3)).isNull();
    }

    @Test
    void foreignRecordsDoNotMatter() {
        fromTheBeginning();
        deliver(A, 0, 9, 0);
        for (int offset = 10; offset < 20; offset++) {
            watch.delivered(offset);
        }

        assertThat(deliver(A, 10, 20, 20)).isNull();
    }

    @Test
    void interleavedSourcesEachLoseTheirOwn() {
        fromTheBeginning();
        watch.delivered(A, 0, 0);
        watch.delivered(B, 0, 1);
        watch.delivered(A, 1, 2);
        watch.delivered(B, 1, 3);

        assertThat(watch.delivered(A, 10, 20)).isEqualTo(new GapWatch.Gap(A, true, 4, 19, 8));
        assertThat(watch.delivered(A, 11, 21)).isNull();
        assertThat(watch.delivered(B, 10, 22))
                .as("the same jump cost B records, too")
                .isEqualTo(new GapWatch.Gap(B, true, 4, 19, 8));
        assertThat(watch.lost()).isEqualTo(16);
    }

    @Test
    void aGroupThatStartsAtTheBeginningMissesWhatWasDeletedBefore() {
        watch.assigned(300, true, 300);

        assertThat(deliver(A, 300, 310, 300)).isEqualTo(new GapWatch.Gap(A, true, 0, 299, 300));
    }

    @Test
    void aSourceThatIsFirstSeenAfterAJumpLostItsFirstRecords() {
        fromTheBeginning();
        deliver(A, 0, 9, 0);

        assertThat(watch.delivered(B, 5, 30)).isEqualTo(new GapWatch.Gap(B, true, 10, 29, 5));
    }

    @Test
    void aGroupThatGoesOnWhereItCommittedClaimsNothing() {
        watch.assigned(500, false, 0);

        assertThat(deliver(A, 500, 600, 500)).isNull();
        assertThat(watch.lost()).isZero();
        assertThat(watch.unconfirmed()).isZero();
    }

    @Test
    void latestClaimsNothing() {
        watch.assigned(500, true, 0);

        assertThat(deliver(A, 500, 600, 500)).isNull();
        assertThat(watch.lost()).isZero();
    }

    @Test
    void aJumpAfterARestartIsUnconfirmed() {
        watch.assigned(500, false, 0);

        assertThat(deliver(A, 800, 810, 800)).isEqualTo(new GapWatch.Gap(A, false, 500, 799, 300));
        assertThat(watch.lost()).isZero();
        assertThat(watch.unconfirmed()).isEqualTo(300);
    }

    @Test
    void whatAnotherInstanceProcessedInBetweenIsNotLost() {
        fromTheBeginning();
        deliver(A, 0, 99, 0);
        watch.assigned(400, false, 0);

        assertThat(deliver(A, 400, 450, 400)).isNull();
        assertThat(watch.lost()).isZero();
        assertThat(deliver(A, 460, 470, 460))
                .as("from here on it knows again")
                .isEqualTo(new GapWatch.Gap(A, true, 451, 459, 9));
    }

    @Test
    void redeliveryAfterARebalanceIsCountedApart() {
        fromTheBeginning();
        deliver(A, 0, 99, 0);
        watch.assigned(50, false, 0);

        assertThat(deliver(A, 50, 120, 50)).isNull();
        assertThat(watch.redelivered()).isEqualTo(50);
        assertThat(watch.duplicates()).isZero();
        assertThat(watch.lost()).isZero();
    }

    @Test
    void theSamePositionAfterARebalanceKeepsTheKnowledge() {
        fromTheBeginning();
        deliver(A, 0, 99, 0);
        watch.assigned(100, false, 0);

        assertThat(deliver(A, 200, 210, 200)).isEqualTo(new GapWatch.Gap(A, true, 100, 199, 100));
    }

    @Test
    void deletionDuringRedeliveryLosesOnlyWhatWasNeverDelivered() {
        fromTheBeginning();
        deliver(A, 0, 149, 0);
        watch.assigned(100, false, 0);

        assertThat(deliver(A, 300, 310, 300)).isEqualTo(new GapWatch.Gap(A, true, 150, 299, 150));
    }

    @Test
    void anUnknownPositionClaimsNothing() {
        watch.assigned(-1, false, -1);

        assertThat(deliver(A, 700, 710, 700)).isNull();
        assertThat(watch.lost()).isZero();
    }

    @Test
    void manyMarkersDoNotGrowTheMemoryNorHideALoss() {
        fromTheBeginning();
        for (long i = 0; i < 10_000; i++) {
            assertThat(watch.delivered(A, i, 2 * i)).isNull();
        }

        assertThat(watch.delivered(A, 10_005, 20_010)).isEqualTo(new GapWatch.Gap(A, true, 19_999, 20_009, 5));
    }
}
