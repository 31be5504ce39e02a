package io.losslab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals(1_000, 10);

    @Test
    void whatIsBeforeTheFirstWindowOrAfterTheLastDoesNotCount() {
        arrivals.add(999, -1);
        arrivals.add(1_000, -1);
        arrivals.add(1_099, -1);
        arrivals.add(1_100, -1);

        assertThat(arrivals.perWindow()).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(arrivals.recordsPerSecond()).isEqualTo(20);
    }

    @Test
    void latenessIsTheTimestampAgainstTheIntendedTimeWithItsResolution() {
        for (int i = 0; i < 998; i++) {
            arrivals.add(1_000, 1_000_300);
        }
        arrivals.add(1_050, 1_043_900);
        arrivals.add(1_050, 1_030_000);

        assertThat(arrivals.lateAtMostMs(0.99)).isEqualTo(1);
        assertThat(arrivals.lateAtMostMs(0.999)).isEqualTo(8);
        assertThat(arrivals.lateAtMostMs(1)).isEqualTo(21);
    }

    @Test
    void windowsAreRankedTheEmptyOnesIncluded() {
        for (int window = 0; window < 10; window++) {
            for (int i = 0; i < window; i++) {
                arrivals.add(1_000 + window * 10, -1);
            }
        }

        assertThat(arrivals.inWindow(0)).isZero();
        assertThat(arrivals.inWindow(1)).isEqualTo(9);
        assertThat(arrivals.inWindow(0.5)).isEqualTo(5);
    }
}
