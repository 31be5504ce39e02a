package io.losslab.app.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void reportsMillisecondsSinceTheStart() {
        for (int i = 1; i <= 1000; i++) {
            latencies.record(i * 1000L);
        }
        latencies.snapshot();
        latencies.record(2_000_000);

        LatencyMs snapshot = latencies.snapshot();

        assertThat(snapshot.count()).isEqualTo(1001);
        assertThat(snapshot.p50()).isCloseTo(501, Percentage.withPercentage(0.2));
        assertThat(snapshot.p99()).isCloseTo(991, Percentage.withPercentage(0.2));
        assertThat(snapshot.max()).isCloseTo(2000, within(2.0));
    }

    @Test
    void clampsWhatDoesNotFit() {
        latencies.record(-5);
        latencies.record(Long.MAX_VALUE);

        assertThat(latencies.snapshot().count()).isEqualTo(2);
    }

    @Test
    void recentIsTheLastIntervalAlone() {
        latencies.record(500_000);
        assertThat(latencies.recent().count()).isZero();
        latencies.endInterval();
        latencies.record(3_000);
        latencies.snapshot(); // asked for in between, which must not take anything from the interval
        latencies.record(5_000);

        assertThat(latencies.recent().max()).isCloseTo(500, within(1.0));
        latencies.endInterval();
        assertThat(latencies.recent().count()).isEqualTo(2);
        assertThat(latencies.recent().max()).isCloseTo(5, within(0.01));
        latencies.endInterval();
        assertThat(latencies.recent().count()).isZero();
        assertThat(latencies.snapshot().count()).isEqualTo(3);
    }
}
