package io.losslab.consumer.slow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final Duration ALLOWED = Duration.ofSeconds(70);
    private static final long SECOND = 1_000_000_000L;

    private final Progress progress = new Progress();

    private boolean stuckAt(long second, long done, long waiting, long atWorkSeconds) {
        return progress.isStuck(second * SECOND, done, waiting, Duration.ofSeconds(atWorkSeconds), ALLOWED);
    }

    @Test
    void slowIsNotStuck() {
        for (int i = 0; i < 100; i++) {
            assertThat(stuckAt(60L * i, i, 99, 59)).isFalse();
        }
    }

    @Test
    void idleIsNotStuck() {
        assertThat(stuckAt(0, 5, 0, 0)).isFalse();
        assertThat(stuckAt(10_000, 5, 0, 0)).isFalse();
        assertThat(stuckAt(10_001, 5, 7, 0))
                .as("the first records after a long pause")
                .isFalse();
    }

    @Test
    void aRecordThatTakesTooLongIsStuck() {
        assertThat(stuckAt(0, 5, 7, 71)).isTrue();
    }

    @Test
    void recordsThatWaitWhileNoneIsFinishedAreStuck() {
        assertThat(stuckAt(0, 5, 7, 0)).isFalse();
        assertThat(stuckAt(69, 5, 7, 0)).isFalse();
        assertThat(stuckAt(71, 5, 7, 0)).isTrue();
        assertThat(stuckAt(72, 6, 7, 0)).as("it goes on").isFalse();
    }
}
