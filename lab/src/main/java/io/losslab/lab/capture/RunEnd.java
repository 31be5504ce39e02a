package io.losslab.lab.capture;

import io.losslab.lab.evidence.ClusterSample;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a run has ended, for all that read on to there.
 *
 * @param sample the last one, when nobody sent any more
 * @param stable last stable offset by partition: no committed reader gets further
 */
public record RunEnd(ClusterSample sample, Map<Integer, Long> stable) {
    /** End offset by partition. */
    public Map<Integer, Long> ends() {
        return ends(sample);
    }

    /** End offset by partition. */
    public static Map<Integer, Long> ends(ClusterSample sample) {
        Map<Integer, Long> ends = new TreeMap<>();
        sample.partitions().forEach((partition, p) -> ends.put(partition, p.endOffset()));
        return ends;
    }
}
