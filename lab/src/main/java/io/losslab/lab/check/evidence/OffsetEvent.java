package io.losslab.lab.check.evidence;

import org.jspecify.annotations.Nullable;

/**
 * A change of one group's committed offset in one partition.
 *
 * @param atMicros when the coordinator wrote it, microseconds since 1970
 * @param offset the next offset to read; -1 when the commit was removed
 * @param removal why there is no commit any more; null when there is one
 */
public record OffsetEvent(
        long atMicros, long offset, @Nullable Removal removal) {
    /** Why a committed offset is gone. */
    public enum Removal {
        /** {@code offsets.retention.minutes} had passed: the coordinator says so in its log. */
        EXPIRED,
        /** Somebody asked for it: offsets or the group were deleted. */
        DELETED,
        /** It is gone, and nothing says why. */
        UNKNOWN
    }
}
