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

    Transaction transaction();

    /** Needs a {@code transactional.id} in the channel's configuration. */
    interface Transaction {
        /** Records of each transaction; 0 for no transactions. */
        @WithDefault("0")
        int records();

        /** Each so-manieth transaction is aborted; 0 for none. The last one of a stop is committed. */
        @WithDefault("0")
        int abortEvery();
    }
}
