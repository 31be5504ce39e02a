package io.losslab.consumer.slow;

import io.losslab.app.measure.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How slow the slow consumer is. */
@ConfigMapping(prefix = "losslab.processing")
public interface SlowConsumerConfig {
    /** How long each record takes at first; {@code PUT /delay} changes it. */
    @WithDefault("5ms")
    @WithConverter(DurationConverter.class)
    Duration delay();

    /** A record that takes this much longer than its delay is stuck, and the consumer not alive. */
    @WithDefault("60s")
    @WithConverter(DurationConverter.class)
    Duration stuckAfter();

    /** The processing fails on each record whose sequence is divisible by this; 0 for never. */
    @WithDefault("0")
    long failEvery();
}
