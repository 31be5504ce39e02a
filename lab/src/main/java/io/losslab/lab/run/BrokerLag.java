package io.losslab.lab.run;

import io.losslab.lab.evidence.ClusterSample;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The lag of groups as everybody publishes it, from what the brokers say alone: log end less commit. A member's own word
 * would freeze with its channel, and count twice what two of them believe to have. Not clamped: what was deleted unread is
 * in it, and a commit beyond the end makes it negative.
 *
 * <p>Not thread-safe.
 */
final class BrokerLag {
    private final Map<Integer, Long> firstStarts = new HashMap<>();
    private final Map<String, Long> largest = new LinkedHashMap<>();

    /**
     * @param sample the last one; null before the first
     * @param fromEarliest whether the group begins at the log start where it has no commit: then all is still before it
     * @return over all partitions; null when it is not known
     */
    Long of(ClusterSample sample, String groupId, boolean fromEarliest) {
        if (sample == null) {
            return null;
        }
        sample.partitions().forEach((partition, log) -> firstStarts.putIfAbsent(partition, log.logStartOffset()));
        Map<Integer, Long> committed = sample.committed().getOrDefault(groupId, Map.of());
        long lag = 0;
        for (Map.Entry<Integer, ClusterSample.PartitionSample> partition :
                sample.partitions().entrySet()) {
            Long commit = committed.get(partition.getKey());
            long start = firstStarts.get(partition.getKey());
            long end = partition.getValue().endOffset();
            if (commit == null && !fromEarliest && end != start) {
                return null;
            }
            lag += end - (commit == null ? start : commit);
        }
        largest.merge(groupId, lag, Math::max);
        return lag;
    }

    /** The largest that was seen; null when none was. */
    Long largest(String groupId) {
        return largest.get(groupId);
    }
}
