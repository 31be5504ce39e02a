package io.losslab.lab.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the log start offset of one partition moved, and why. What lies below it is gone; the files go later, so the disk
 * says nothing about it. It may go back, too: then what was gone is there again, for who has not passed it.
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

    /**
     * The log start went back: a broker came back with what its last checkpoint said, or a leader whose log starts lower.
     * What was deleted in between can be read again.
     *
     * @param atMicros when, microseconds since 1970
     * @param logStartOffset the new, lower value
     */
    public record Return(long atMicros, long logStartOffset) {}

    /** One way of the log start forward, from a return to the next; the first begins with the log. */
    static final class Way {
        private final @Nullable Way before;
        private final long fromMicros;
        private final long base;
        private final List<Increment> increments;

        /** By increment: when it, or a later one, was first on record; never falls. */
        private final long[] reachedAt;

        private Way(@Nullable Way before, long fromMicros, long base, List<Increment> sorted) {
            this.before = before;
            this.fromMicros = fromMicros;
            this.base = base;
            List<Increment> forward = new ArrayList<>(sorted.size());
            long start = base;
            for (Increment increment : sorted) {
                if (increment.logStartOffset() > start) {
                    forward.add(increment);
                    start = increment.logStartOffset();
                }
            }
            increments = List.copyOf(forward);
            reachedAt = new long[forward.size()];
            long earliest = Long.MAX_VALUE;
            for (int i = forward.size() - 1; i >= 0; i--) {
                earliest = Math.min(earliest, forward.get(i).atMicros());
                reachedAt[i] = earliest;
            }
        }

        /**
         * The increment that took this offset; what lies below the start of this way was taken on an earlier one.
         *
         * @return null when none on record did
         */
        @Nullable
        Increment taking(long offset) {
            if (offset < base && before != null) {
                return before.taking(offset);
            }
            int beyond = firstBeyond(offset);
            return beyond == increments.size() ? null : increments.get(beyond);
        }

        /** The end of the stretch of offsets, from this one on, that the same increment took. */
        long takenTo(long offset) {
            if (offset < base && before != null) {
                return Math.min(base, before.takenTo(offset));
            }
            Increment taking = taking(offset);
            return taking == null ? Long.MAX_VALUE : taking.logStartOffset();
        }

        private long last() {
            return increments.isEmpty()
                    ? base
                    : increments.get(increments.size() - 1).logStartOffset();
        }

        private long metBy(long landedAt, long atMicros) {
            int before = Arrays.binarySearch(reachedAt, atMicros + 1);
            int reached = before >= 0 ? before : -before - 1;
            while (reached > 0 && reachedAt[reached - 1] > atMicros) {
                reached--;
            }
            long start = reached == 0 ? base : increments.get(reached - 1).logStartOffset();
            int exact = firstBeyond(landedAt - 1);
            boolean proof = exact < increments.size() && increments.get(exact).mayBeMetAt(landedAt, atMicros);
            return proof ? Math.max(start, landedAt) : start;
        }

        /** Index of the first increment to more than this offset; the number of increments when there is none. */
        private int firstBeyond(long offset) {
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

    private final List<Way> ways = new ArrayList<>();
    private final List<Increment> increments;

    /** Of a log start that only ever moved forward. */
    public LogStarts(List<Increment> increments) {
        this(increments, List.of());
    }

    /**
     * @param increments in any order; those that do not move the log start forward are dropped
     * @param returns in any order; those that do not move it back are dropped
     */
    public LogStarts(List<Increment> increments, List<Return> returns) {
        List<Increment> sorted = new ArrayList<>(increments);
        sorted.sort(Comparator.comparingLong(Increment::logStartOffset).thenComparingLong(Increment::atMicros));
        List<Return> back = new ArrayList<>(returns);
        back.sort(Comparator.comparingLong(Return::atMicros));
        long from = Long.MIN_VALUE;
        long base = 0;
        Way before = null;
        for (Return next : back) {
            Way way = way(before, from, next.atMicros(), base, sorted);
            if (next.logStartOffset() < way.last()) {
                ways.add(way);
                before = way;
                from = next.atMicros();
                base = next.logStartOffset();
            }
        }
        ways.add(way(before, from, Long.MAX_VALUE, base, sorted));
        this.increments = ways.stream().flatMap(way -> way.increments.stream()).toList();
    }

    private static Way way(@Nullable Way before, long from, long until, long base, List<Increment> sorted) {
        List<Increment> within = sorted.stream()
                .filter(i -> i.atMicros() >= from && i.atMicros() < until)
                .toList();
        return new Way(before, from, base, within);
    }

    /** All that moved it forward, one way after the other. */
    public List<Increment> increments() {
        return increments;
    }

    /** When it went back, and where to; in order. */
    public List<Return> returns() {
        return ways.stream()
                .skip(1)
                .map(way -> new Return(way.fromMicros, way.base))
                .toList();
    }

    /** The last known log start offset; 0 when it never moved. */
    public long last() {
        return end().last();
    }

    /** The way that it was on at the end. */
    Way end() {
        return ways.get(ways.size() - 1);
    }

    /** The way that it was on at that time. */
    Way at(long atMicros) {
        int way = ways.size() - 1;
        while (way > 0 && ways.get(way).fromMicros > atMicros) {
            way--;
        }
        return ways.get(way);
    }

    /**
     * The log start offset that a consumer met which was then at {@code landedAt} for the first time.
     *
     * @param landedAt a consumer that is sent to the earliest offset lands on the log start exactly: if there is an
     *     increment to this very offset, it is the proof
     */
    long metBy(long landedAt, long atMicros) {
        return at(atMicros).metBy(landedAt, atMicros);
    }
}
