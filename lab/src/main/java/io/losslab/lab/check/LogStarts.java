package io.losslab.lab.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How the log start offset of one partition moved, and why. What lies below it is gone; the files go later, so the disk
 * says nothing about it.
 */
public final class LogStarts {
    /** Why the log start offset moved. */
    public enum Reason {
        /** Whole segments were deleted: retention. */
        SEGMENT_DELETION,
        /** A delete-records request. */
        DELETE_RECORDS
    }

    /** Who says so. */
    public enum Basis {
        /** The broker's own log names offset, time and reason. */
        BROKER_LOG,
        /**
         * Sampled through the Admin API: the time is that of the sample that first saw it. The reason is inferred: the
         * topic is the run's own, so it is the run's own delete-records request where that asked for this very offset
         * before, and retention otherwise.
         */
        SAMPLED,
        /**
         * The run's own delete-records request, which the cluster confirmed; but by the next sample the log start was
         * further, so that retention may have been first to take some of what lies below.
         */
        REQUESTED
    }

    /**
     * @param atMicros when, microseconds since 1970
     * @param logStartOffset the new value
     * @param notBeforeMicros when it was still another: samples leave open when in between it moved
     */
    public record Increment(long atMicros, long logStartOffset, Reason reason, Basis basis, long notBeforeMicros) {
        /** At a known moment. */
        public Increment(long atMicros, long logStartOffset, Reason reason, Basis basis) {
            this(atMicros, logStartOffset, reason, basis, atMicros);
        }

        /**
         * Whether a consumer that was sent to the log start may have landed there then. Between two samples the log start
         * may have been at any offset between what they saw.
         */
        private boolean mayBeMetAt(long offset, long micros) {
            boolean possible = basis == Basis.BROKER_LOG ? logStartOffset == offset : logStartOffset >= offset;
            return possible && notBeforeMicros <= micros + REORDERING_MICROS;
        }
    }

    /**
     * A time stamp of the broker's log is taken a moment after the offset has moved: on a busy machine a consumer can be
     * sent to the new start before that. An offset that matches exactly may therefore be this much younger.
     */
    static final long REORDERING_MICROS = 2_000_000;

    private final List<Increment> increments;

    /** By increment: when it, or a later one, was first on record; never falls. */
    private final long[] reachedAt;

    /** @param increments in any order; those that do not move the log start forward are dropped */
    public LogStarts(List<Increment> increments) {
        List<Increment> sorted = new ArrayList<>(increments);
        sorted.sort(Comparator.comparingLong(Increment::logStartOffset).thenComparingLong(Increment::atMicros));
        List<Increment> forward = new ArrayList<>(sorted.size());
        long start = 0;
        for (Increment increment : sorted) {
            if (increment.logStartOffset() > start) {
                forward.add(increment);
                start = increment.logStartOffset();
            }
        }
        this.increments = List.copyOf(forward);
        reachedAt = new long[forward.size()];
        long earliest = Long.MAX_VALUE;
        for (int i = forward.size() - 1; i >= 0; i--) {
            earliest = Math.min(earliest, forward.get(i).atMicros());
            reachedAt[i] = earliest;
        }
    }

    public List<Increment> increments() {
        return increments;
    }

    /** The last known log start offset; 0 when it never moved. */
    public long last() {
        return increments.isEmpty() ? 0 : increments.get(increments.size() - 1).logStartOffset();
    }

    /**
     * The log start offset that a consumer met which was then at {@code landedAt} for the first time.
     *
     * @param landedAt a consumer that is sent to the earliest offset lands on the log start exactly: if there is an
     *     increment to this very offset, it is the proof
     */
    long metBy(long landedAt, long atMicros) {
        int before = Arrays.binarySearch(reachedAt, atMicros + 1);
        int reached = before >= 0 ? before : -before - 1;
        while (reached > 0 && reachedAt[reached - 1] > atMicros) {
            reached--;
        }
        long start = reached == 0 ? 0 : increments.get(reached - 1).logStartOffset();
        int exact = firstBeyond(landedAt - 1);
        boolean proof = exact < increments.size() && increments.get(exact).mayBeMetAt(landedAt, atMicros);
        return proof ? Math.max(start, landedAt) : start;
    }

    /** Index of the first increment to more than this offset; the number of increments when there is none. */
    int firstBeyond(long offset) {
        int low = 0;
        int high = increments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (increments.get(middle).logStartOffset() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
