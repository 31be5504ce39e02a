package io.losslab.app.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateMeterTest {
    @Test
    void isTheRateSinceTheSampleBefore() {
        RateMeter meter = new RateMeter();
        meter.sample(100, 5_000_000_000L);
        assertThat(meter.perSecond()).isZero();

        meter.sample(600, 5_500_000_000L);

        assertThat(meter.perSecond()).isEqualTo(1000);
    }
}
