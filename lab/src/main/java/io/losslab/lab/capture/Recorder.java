package io.losslab.lab.capture;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Takes down one kind of evidence while a run is on, by a thread of its own where it needs one. */
public interface Recorder extends Closeable {
    /** From now on it takes down what happens. Called once. */
    void start();

    /**
     * Nothing more will happen: reads on to the end where it is behind, and closes what it has written.
     *
     * @return what is missing in it; empty when it is whole
     */
    List<Hole> finish(RunEnd end) throws IOException, InterruptedException;

    /** Whether {@link #finish} ends the brokers: such a recorder is the last. */
    default boolean endsBrokers() {
        return false;
    }

    /** Number of lines in each stream whose lines are counted, by file name. */
    default Map<String, Long> lines() {
        return Map.of();
    }

    /** Ends at once, and closes what it has written; nothing after {@link #finish}. */
    @Override
    void close() throws IOException;
}
