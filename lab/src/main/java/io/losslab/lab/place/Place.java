package io.losslab.lab.place;

import io.losslab.lab.LabException;
import java.nio.file.Path;
import java.util.Optional;

/** Somewhere an experiment can run. An experiment never knows which; it says what it needs. */
public interface Place {
    /** What a place may or may not be able to do. */
    enum Capability {
        /** Choose how many brokers there are and their configuration. */
        CONFIGURE_BROKERS,
        /** End a broker's process without warning, and start it again. */
        KILL_BROKER,
        /** Stop a broker's process for a while, and continue it. */
        PAUSE_BROKER,
        /** Change what a broker that is down has on its disk. */
        CHANGE_BROKER_DATA,
        /** Cut and slow the network between brokers, controllers and clients. */
        CHANGE_NETWORK,
        /** Let a broker's disk be full, while the broker runs. */
        FILL_BROKER_DISK
    }

    /** As users name it: {@code embedded}, {@code cluster}. */
    String name();

    /**
     * Why it cannot do that, after the words that say what: {@code cannot be done to ...; run without ...}.
     *
     * @return empty when it can; then the clusters that it starts have the control for it
     */
    Optional<String> refusal(Capability wanted);

    /**
     * Brings the cluster up, or connects to it. On any failure nothing is left behind.
     *
     * @param workDir an existing folder, the run's own, for data, configuration and process logs
     * @throws LabException.BadInput when the place cannot do what the spec asks for; nothing was started
     * @throws LabException.Environment when it could not be brought up or reached
     */
    Cluster start(ClusterSpec spec, Path workDir);
}
