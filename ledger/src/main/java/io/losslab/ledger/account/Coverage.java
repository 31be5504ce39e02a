package io.losslab.ledger.account;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

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

    /** Takes over the arrays of the builder; a builder is used once. */
    private Coverage(Builder from) {
        size = from.size;
        starts = from.starts;
        ends = from.ends;
        partners = from.partners;
        tags = from.tags;
        ats = from.ats;
        total = from.union;
        repeated = from.stated - from.union;
        conflicting = from.conflicting;
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
        int found = Arrays.binarySearch(starts, 0, size, position);
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

    /**
     * Collects statements in any order. Of several about one position, the one that was added first counts, or the last:
     * as the builder is told at the end.
     */
    public static final class Builder {
        private int size;
        private boolean inOrder = true;
        private boolean built;
        private long stated;
        private long union;
        private long conflicting;
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
                resize(size + (size >> 1) + 16);
            }
            inOrder &= size == 0 || starts[size - 1] <= start;
            set(size++, start, end, partner, tag, atMicros);
            return this;
        }

        /** Of several statements about a position the first counts. */
        public Coverage build() {
            return build(true);
        }

        /** Of several statements about a position the last counts. */
        public Coverage buildLatest() {
            return build(false);
        }

        private Coverage build(boolean firstWins) {
            if (built) {
                throw new IllegalStateException("a builder builds once");
            }
            built = true;
            int @Nullable [] order = inOrder ? null : sort();
            for (int i = 0; i < size; i++) {
                stated += ends[i] - starts[i];
            }
            if (disjoint()) {
                join();
            } else {
                overlay(order, firstWins);
            }
            return new Coverage(this);
        }

        private boolean disjoint() {
            for (int i = 1; i < size; i++) {
                if (starts[i] < ends[i - 1]) {
                    return false;
                }
            }
            return true;
        }

        /** Joins neighbours that say the same, in place. */
        private void join() {
            int n = 0;
            for (int i = 0; i < size; i++) {
                n = append(this, n, starts[i], ends[i], partners[i], tags[i], ats[i]);
            }
            size = n;
        }

        private int append(Builder to, int n, long start, long end, long partner, int tag, long at) {
            union += end - start;
            if (n > 0
                    && start == to.ends[n - 1]
                    && tag == to.tags[n - 1]
                    && at == to.ats[n - 1]
                    && partner == partnerAt(to.starts[n - 1], to.partners[n - 1], start)) {
                to.ends[n - 1] = end;
                return n;
            }
            if (n == to.starts.length) {
                to.resize(n + (n >> 1) + 16);
            }
            to.set(n, start, end, partner, tag, at);
            return n + 1;
        }

        /**
         * Lays statements that overlap over each other. At each position the winner is the one that was added first, or
         * last, of those that cover it.
         */
        private void overlay(int @Nullable [] order, boolean firstWins) {
            Builder to = new Builder();
            int n = 0;
            Comparator<Integer> byRank = Comparator.comparingInt(i -> order == null ? i : order[i]);
            PriorityQueue<Integer> active = new PriorityQueue<>(firstWins ? byRank : byRank.reversed());
            int next = 0;
            long at = 0;
            while (next < size || !active.isEmpty()) {
                if (active.isEmpty()) {
                    at = starts[next];
                }
                while (next < size && starts[next] == at) {
                    active.add(next++);
                }
                int winner = active.peek();
                long until = next < size ? Math.min(starts[next], ends[winner]) : ends[winner];
                if (active.size() > 1) {
                    until = conflicts(active, winner, at, until);
                }
                n = append(
                        to, n, at, until, partnerAt(starts[winner], partners[winner], at), tags[winner], ats[winner]);
                at = until;
                long passed = at;
                active.removeIf(i -> ends[i] <= passed);
            }
            size = n;
            starts = to.starts;
            ends = to.ends;
            partners = to.partners;
            tags = to.tags;
            ats = to.ats;
        }

        /** Counts other partners up to the first end, which it returns. */
        private long conflicts(Iterable<Integer> active, int winner, long at, long until) {
            long partner = partnerAt(starts[winner], partners[winner], at);
            for (int i : active) {
                until = Math.min(until, ends[i]);
            }
            for (int i : active) {
                if (partnerAt(starts[i], partners[i], at) != partner) {
                    conflicting += until - at;
                }
            }
            return until;
        }

        private void set(int i, long start, long end, long partner, int tag, long at) {
            starts[i] = start;
            ends[i] = end;
            partners[i] = partner;
            tags[i] = tag;
            ats[i] = at;
        }

        private void resize(int capacity) {
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
            partners = Arrays.copyOf(partners, capacity);
            tags = Arrays.copyOf(tags, capacity);
            ats = Arrays.copyOf(ats, capacity);
        }

        /** Sorts by start, stable, without boxing; returns what was added when, in the new order. */
        private int[] sort() {
            int[] order = new int[size];
            for (int i = 0; i < size; i++) {
                order[i] = i;
            }
            int[] other = new int[size];
            for (int width = 1; width < size; width *= 2) {
                for (int low = 0; low < size; low += 2 * width) {
                    int middle = Math.min(low + width, size);
                    int high = Math.min(low + 2 * width, size);
                    int left = low;
                    int right = middle;
                    for (int to = low; to < high; to++) {
                        boolean takeLeft =
                                left < middle && (right == high || starts[order[left]] <= starts[order[right]]);
                        other[to] = takeLeft ? order[left++] : order[right++];
                    }
                }
                int[] swap = order;
                order = other;
                other = swap;
            }
            starts = permuted(starts, order);
            ends = permuted(ends, order);
            partners = permuted(partners, order);
            ats = permuted(ats, order);
            int[] t = new int[size];
            for (int i = 0; i < size; i++) {
                t[i] = tags[order[i]];
            }
            tags = t;
            return order;
        }

        private static long[] permuted(long[] values, int[] order) {
            long[] permuted = new long[order.length];
            for (int i = 0; i < order.length; i++) {
                permuted[i] = values[order[i]];
            }
            return permuted;
        }
    }
}
