package io.losslab.lab.place;

import java.time.Duration;
import java.util.Set;

/** The network of a cluster: every way into a broker, and every broker's way to the controllers. Thread-safe. */
public interface NetworkControl {
    /** Who uses a link. */
    enum Use {
        /** Producers, consumers and the lab, to a broker. */
        CLIENTS,
        /** The other brokers, to a broker. */
        BROKERS,
        /** A broker, to a controller. */
        CONTROLLERS
    }

    /** What is sent over them arrives when they heal. */
    void cut(int broker, Set<Use> uses);

    /**
     * @param latency of each direction
     * @param bytesPerSecond of each connection and direction; 0 for no limit
     */
    void slow(int broker, Set<Use> uses, Duration latency, long bytesPerSecond);

    void heal(int broker, Set<Use> uses);
}
