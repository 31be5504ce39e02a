package io.losslab.lab.run;

import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.Replication;
import java.util.Map;

/**
 * One moment of a run. Numbers that are not known are -1.
 *
 * @param atMicros microseconds since 1970
 * @param produced records acknowledged
 * @param sendLatency of the records acknowledged in the last second or so; null when there were none
 * @param cluster the cluster's own numbers; null before the first
 * @param replication who has each partition; empty while no broker answers
 * @param groups by name
 */
public record RunSample(
        long atMicros,
        String phase,
        long produced,
        double producedPerSecond,
        Latency sendLatency,
        ClusterSample cluster,
        Map<Integer, Replication> replication,
        Map<String, GroupSample> groups) {
    /** From the intended send time, milliseconds. */
    public record Latency(double p50, double p99, double max) {}

    /**
     * @param processedTo next offset to be processed, over all partitions
     * @param lag log end less commit by the brokers' word, over all partitions; null when unknown, negative when a commit
     *     lies beyond the end
     * @param lead what was processed up to minus the log start offset, over all partitions; below 0 once unread records
     *     are deleted
     * @param lost known to be missing, plus deleted ahead of the group's position
     * @param delayMillis per record; -1 when it has none
     * @param latency of the records processed in the last second or so, of the slowest instance; null when there were
     *     none
     * @param drain where the group stands, in words, while it is let to catch up; else null
     */
    public record GroupSample(
            long processed,
            double processedPerSecond,
            long processedTo,
            long committed,
            Long lag,
            long lead,
            long lost,
            double delayMillis,
            Latency latency,
            String drain) {}
}
