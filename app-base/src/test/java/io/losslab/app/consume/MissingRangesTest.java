package io.losslab.app.consume;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissingRangesTest {
    private final MissingRanges ranges = new MissingRanges();

    @Test
    void eachSequenceIsMissingOnce() {
        ranges.add(10, 13);

        assertThat(ranges.remove(9)).isFalse();
        assertThat(ranges.remove(11)).isTrue();
        assertThat(ranges.remove(11)).isFalse();
        assertThat(ranges.remove(10)).isTrue();
        assertThat(ranges.remove(12)).isTrue();
        assertThat(ranges.remove(13)).isFalse();
    }

    @Test
    void theOldestRangeIsForgottenFirst() {
        for (long i = 0; i <= 10_000; i++) {
            ranges.add(10 * i, 10 * i + 1);
        }

        assertThat(ranges.remove(0)).isFalse();
        assertThat(ranges.remove(10)).isTrue();
    }
}
