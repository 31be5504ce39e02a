package io.losslab.lab.place;

import java.util.Optional;

/** One broker or controller, or both in one, that can be ended, paused and started again. Thread-safe. */
public interface BrokerNode {
    /** Such as {@code broker-1}; {@code controller-101} for one that is no broker. */
    String name();

    /** Kafka's node id; the first broker is 1. */
    int id();

    boolean isAlive();

    /** Whether its port is open. */
    boolean accepts();

    /** Why it is gone, in one line, unless {@link #kill} or {@link #stop} was called. Cheap. */
    Optional<String> failure();

    /** As SIGKILL does; returns when it is gone. */
    void kill();

    /** As SIGTERM does; does not wait. */
    void askToStop();

    /** An orderly end; returns when it is gone. */
    void stop();

    /** It keeps its connections and its data and answers nobody. */
    void pause();

    /** Ends a pause. */
    void resume();

    /** Starts it again after its end, on the same data and addresses; does not wait until it serves. */
    void restart();

    /** From now on its end is no failure: it is expected to give up by itself. */
    void mayEnd();
}
