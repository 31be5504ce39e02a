package io.losslab.lab.capture;

import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.Replication;
import java.util.Map;
import java.util.Optional;

/** What the cluster says of the run's topic and groups. May be asked from anywhere. */
public interface ClusterView {
    /** The last sample; null before the first. */
    ClusterSample latest();

    /** Who has each partition; empty while no broker answers. Goes on while there are no leaders. */
    Map<Integer, Replication> replication();

    /** Why the cluster did not answer last; empty when it did. */
    Optional<String> failure();

    /**
     * A sample made now, and on record.
     *
     * @throws io.losslab.lab.LabException.Environment when the cluster does not answer
     */
    ClusterSample sample() throws InterruptedException;
}
