package io.losslab.ledger.account;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Which positions of a dense number line (sequences of one source, or offsets of one partition) something was stated
 * about, as sorted disjoint runs, each with a partner number that runs along with it (a sequence's offset, an offset's
 * sequence), a tag and a time. What was stated twice is counted, and kept once: a duplicate never hides a loss.
 *
 * <p>Immutable. Look-ups go through {@link Cursor}s, which cost nothing while they move forward.
 */
public final class Coverage {
    /** Partner of a run that has none. */
    public static final long NONE = -1;

    private final int size;
    private final long[] starts;
    private final long[] ends;
    private final long[] partners;
    private final int[] tags;
    private final long[] ats;
    private final long total;
    private final long repeated;
    private final long conflicting;

    private Coverage(Builder sorted) {
        long[] s = new long[sorted.size];
        long[] e = new long[sorted.size];
        long[] p = new long[sorted.size];
        int[] t = new int[sorted.size];
        long[] a = new long[sorted.size];
        int n = 0;
        long union = 0;
        long stated = 0;
        long conflicts = 0;
        for (int i = 0; i < sorted.size; i++) {
            long start = sorted.starts[i];
            long end = sorted.ends[i];
            stated += end - start;
            if (n > 0 && start < e[n - 1]) {
                long overlapEnd = Math.min(end, e[n - 1]);
                if (partnerAt(s[n - 1], p[n - 1], start) != sorted.partners[i]) {
                    conflicts += overlapEnd - start;
                }
                start = overlapEnd;
            }
            if (start >= end) {
                continue;
            }
            long partner = partnerAt(sorted.starts[i], sorted.partners[i], start);
            union += end - start;
            if (n > 0
                    && start == e[n - 1]
                    && sorted.tags[i] == t[n - 1]
                    && sorted.ats[i] == a[n - 1]
                    && partner == partnerAt(s[n - 1], p[n - 1], start)) {
                e[n - 1] = end;
            } else {
                s[n] = start;
                e[n] = end;
                p[n] = partner;
                t[n] = sorted.tags[i];
                a[n] = sorted.ats[i];
                n++;
            }
        }
        size = n;
        starts = Arrays.copyOf(s, n);
        ends = Arrays.copyOf(e, n);
        partners = Arrays.copyOf(p, n);
        tags = Arrays.copyOf(t, n);
        ats = Arrays.copyOf(a, n);
        total = union;
        repeated = stated - union;
        conflicting = conflicts;
    }

    private static long partnerAt(long start, long partner, long position) {
        return partner == NONE ? NONE : partner + (position - start);
    }

    /** Number of runs. */
    public int size() {
        return size;
    }

    /** Number of positions covered at least once. */
    public long total() {
        return total;
    }

    /** Statements beyond the first about a position, summed over all positions. */
    public long repeated() {
        return repeated;
    }

    /** Of the repeated, those that named another partner: a second copy, not a second look. */
    public long conflicting() {
        return conflicting;
    }

    public long start(int run) {
        return starts[run];
    }

    /** Exclusive. */
    public long end(int run) {
        return ends[run];
    }

    public int tag(int run) {
        return tags[run];
    }

    /** When the run's first statement was made, microseconds since 1970. */
    public long atMicros(int run) {
        return ats[run];
    }

    /** One past the highest position covered; 0 when there is none. */
    public long end() {
        return size == 0 ? 0 : ends[size - 1];
    }

    /** The lowest position covered; -1 when there is none. */
    public long start() {
        return size == 0 ? -1 : starts[0];
    }

    public Cursor cursor() {
        return new Cursor();
    }

    /** A cursor at this position, found by bisection: for look-ups that jump back and forth. */
    public Cursor at(long position) {
        Cursor cursor = new Cursor();
        int found = Arrays.binarySearch(starts, position);
        int run = found >= 0 ? found : -found - 2;
        cursor.run = Math.max(0, run);
        cursor.moveTo(position);
        return cursor;
    }

    /** Moves forward over a coverage. Not thread-safe. */
    public final class Cursor {
        private int run;

        private Cursor() {}

        /** Moves to a position not before the last one. */
        public void moveTo(long position) {
            while (run < size && ends[run] <= position) {
                run++;
            }
        }

        /** Whether the position moved to is covered. */
        public boolean covers(long position) {
            return run < size && starts[run] <= position;
        }

        /** The next position after this one at which an answer can change; {@link Long#MAX_VALUE} when none. */
        public long nextChange(long position) {
            return run == size ? Long.MAX_VALUE : starts[run] <= position ? ends[run] : starts[run];
        }

        /** {@link #NONE} when the position has no partner or is not covered. */
        public long partner(long position) {
            return covers(position) ? partnerAt(starts[run], partners[run], position) : NONE;
        }

        public int tag() {
            return tags[run];
        }

        /** When the covering run's first statement was made, microseconds since 1970. */
        public long atMicros() {
            return ats[run];
        }
    }

    /** Collects statements in any order; the earlier statement about a position wins where starts are equal. */
    public static final class Builder {
        private int size;
        private boolean inOrder = true;
        private long[] starts = new long[16];
        private long[] ends = new long[16];
        private long[] partners = new long[16];
        private int[] tags = new int[16];
        private long[] ats = new long[16];

        /**
         * @param partner number that belongs to {@code start}, or {@link #NONE}
         */
        public Builder add(long start, long end, long partner, int tag, long atMicros) {
            if (start < 0 || end <= start) {
                throw new IllegalArgumentException("no run: " + start + " to " + end);
            }
            if (size == starts.length) {
                int capacity = size + (size >> 1) + 16;
                starts = Arrays.copyOf(starts, capacity);
                ends = Arrays.copyOf(ends, capacity);
                partners = Arrays.copyOf(partners, capacity);
                tags = Arrays.copyOf(tags, capacity);
                ats = Arrays.copyOf(ats, capacity);
            }
            inOrder &= size == 0 || starts[size - 1] <= start;
            starts[size] = start;
            ends[size] = end;
            partners[size] = partner;
            tags[size] = tag;
            ats[size] = atMicros;
            size++;
            return this;
        }

        public Coverage build() {
            if (!inOrder) {
                sort();
            }
            return new Coverage(this);
        }

        private void sort() {
            Integer[] order = new Integer[size];
            for (int i = 0; i < size; i++) {
                order[i] = i;
            }
            Arrays.sort(order, Comparator.comparingLong(i -> starts[i]));
            long[] s = new long[size];
            long[] e = new long[size];
            long[] p = new long[size];
            int[] t = new int[size];
            long[] a = new long[size];
            for (int i = 0; i < size; i++) {
                int from = order[i];
                s[i] = starts[from];
                e[i] = ends[from];
                p[i] = partners[from];
                t[i] = tags[from];
                a[i] = ats[from];
            }
            starts = s;
            ends = e;
            partners = p;
            tags = t;
            ats = a;
        }
    }
}
