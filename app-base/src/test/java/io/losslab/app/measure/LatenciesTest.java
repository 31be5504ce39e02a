package io.losslab.app.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.losslab.contract.status.LatencyMs;
import java.util.concurrent.atomic.AtomicLong;
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
    void recentIsTheLastFullSecondAlone() {
        AtomicLong nanos = new AtomicLong();
        Latencies timed = new Latencies(nanos::get);
        timed.record(500_000);
        assertThat(timed.recent().count()).as("the first second is not over").isZero();
        nanos.addAndGet(1_000_000_000);
        assertThat(timed.recent().max()).isCloseTo(500, within(1.0));
        timed.record(3_000);
        timed.snapshot(); // asked for in between, which must not take anything from the interval
        timed.record(5_000);

        nanos.addAndGet(999_999_999);
        assertThat(timed.recent().max()).as("still the second before").isCloseTo(500, within(1.0));
        nanos.addAndGet(1);
        assertThat(timed.recent().count()).isEqualTo(2);
        assertThat(timed.recent().max()).isCloseTo(5, within(0.01));
        nanos.addAndGet(1_000_000_000);
        assertThat(timed.recent().count()).isZero();
        assertThat(timed.snapshot().count()).isEqualTo(3);
    }
}
