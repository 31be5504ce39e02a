package io.losslab.producer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a start that does not say otherwise uses, and what no start may exceed. */
@ConfigMapping(prefix = "losslab.load")
public interface LoadConfig {
    /** Size of each value, in bytes. */
    @WithDefault("1024")
    int valueBytes();

    /** How many users there are; each is a key. */
    @WithDefault("10000")
    int keys();

    /** The highest rate that a start may ask for, in records per second. */
    @WithDefault("10000000")
    long maxTps();
}
