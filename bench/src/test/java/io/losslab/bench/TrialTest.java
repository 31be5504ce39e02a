package io.losslab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final long SECOND = 1_000_000_000L;

    private final Trial trial = new Trial();

    @Test
    void theFirstQuarterDoesNotCountNeitherForTheRateNorForTheProcessorTime() {
        trial.add(0, 0, 0);
        trial.add(60 * SECOND, 1_000_000, 50 * SECOND);
        for (int i = 1; i <= 3; i++) {
            trial.add((60 + i) * SECOND, 1_000_000L * (i + 1), (50 + i) * SECOND);
        }

        Trial.Figures figures = trial.figures();

        assertThat(figures.recordsPerSecond()).isCloseTo(1_000_000, within(1e-6));
        assertThat(figures.cpuSecondsPerMillion()).isCloseTo(1.0, within(1e-9));
        assertThat(figures.drift()).isCloseTo(0, within(1e-9));
    }

    @Test
    void aLastLookThatFoundNothingMoreIsNoTime() {
        for (int i = 0; i <= 8; i++) {
            trial.add(i * SECOND, 100L * i, 0);
        }
        trial.add(100 * SECOND, 800, 0);

        assertThat(trial.figures().recordsPerSecond()).isCloseTo(100, within(1e-6));
    }

    @Test
    void oneThatBecomesSlowerHasANegativeDrift() {
        long done = 1_000;
        trial.add(0, done, 0);
        for (int i = 1; i <= 9; i++) {
            done += i <= 5 ? 200 : 100;
            trial.add(i * SECOND, done, 0);
        }

        assertThat(trial.figures().drift()).isCloseTo(-0.5, within(1e-9));
    }

    @Test
    void tooFewLooksAreNoFigure() {
        trial.add(0, 0, 0);
        trial.add(SECOND, 1_000, 0);

        assertThatThrownBy(trial::figures).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theToolsLinesAreRead() {
        assertThat(KafkaTool.consumed(
                        "2026-11-26 15:00:01:100, 0, 190.7349, 1907.3486, 2000000, 20000000.0, 0, 100, 1907.3, 200.0",
                        0))
                .isEqualTo(OptionalLong.of(2_000_000));
        assertThat(KafkaTool.consumed("Exiting before consuming the expected number of records", 0))
                .isEmpty();
        assertThat(KafkaTool.produced("123456 records sent, 24691.2 records/sec (2.35 MB/sec), 1.0 ms avg latency", 44))
                .isEqualTo(OptionalLong.of(123_500));
        assertThat(KafkaTool.produced(
                        "14000000 records sent, 600000 records/sec (57 MB/sec), 1 ms avg latency, 2 ms max latency, 1 ms"
                                + " 50th, 1 ms 95th, 1 ms 99th, 1 ms 99.9th.",
                        44))
                .as("the summary repeats what the intervals said")
                .isEmpty();
    }
}
