package io.losslab.lab.check.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the log of one partition changed under its readers, and who says so.
 *
 * @param starts how the log start offset moved
 * @param truncations cuts of the log's end, on any replica, in order of time
 * @param epochs leader epochs, in order; empty when not known
 * @param cleanings passes of the log cleaner on the leader, in order of time
 * @param startOffset log start offset at the end of the run
 * @param endOffset end offset at the end of the run
 * @param brokerLogs whether the brokers' own logs were captured: truncations, epochs, cleanings and the reasons of
 *     {@code starts} come from there
 * @param compacted whether the topic's {@code cleanup.policy} allowed the log cleaner to remove records
 * @param blocked what holds the last stable offset below the end; null when nothing does, or that is not known
 */
public record PartitionLog(
        io.losslab.lab.check.LogStarts starts,
        List<Truncation> truncations,
        List<LeaderEpoch> epochs,
        List<Cleaning> cleanings,
        long startOffset,
        long endOffset,
        boolean brokerLogs,
        boolean compacted,
        @Nullable Blocked blocked) {

    /**
     * A transaction was open at the end of the run: who reads committed is given nothing from there on.
     *
     * @param by who holds it open, in a few words
     */
    public record Blocked(long lastStableOffset, String by) {}

    /**
     * @param toOffset what was at this offset and beyond is gone from that replica
     * @param reason in a few words
     */
    public record Truncation(long atMicros, int broker, long toOffset, String reason) {}

    /**
     * A leader took over.
     *
     * @param atMicros when it did, microseconds since 1970
     * @param startOffset where its log ended then: what an earlier leader had at this offset and beyond is not in it
     * @param unclean whether it was elected although it was not in sync
     */
    public record LeaderEpoch(long atMicros, int epoch, int leader, long startOffset, boolean unclean) {}

    /**
     * @param upTo of the records below this offset only the newest of each key was kept
     */
    public record Cleaning(long atMicros, long upTo) {}
}
