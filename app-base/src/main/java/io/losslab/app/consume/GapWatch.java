package io.losslab.app.consume;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notices what is missing from one partition, by identity and offset: a hole in a source's sequence is missing records;
 * an offset jump alone (transaction markers, compacted or foreign records) is not.
 *
 * <p>It claims only what it knows. A record is known missing when this instance followed the partition without a break
 * from the source's record before the hole to the one after it, or when the group started at the beginning of the log
 * with nothing committed and a source's first record is not its number 0. Where another instance may have read in
 * between, a jump is reported as unconfirmed and counted apart. A missing record that comes later (reordered, or the
 * position was set back) is taken off the account again.
 *
 * <p>Calling thread: the polling thread. The counts may be read by any.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // the polling thread alone writes
final class GapWatch {
    /**
     * Missing records of one source.
     *
     * @param confirmed false: the offsets were jumped over, but another instance may have read the records
     * @param firstOffset where the hole begins
     * @param lastOffset where it ends; {@code firstOffset - 1} when the offsets have no hole, only the sequences
     * @param count records known missing; of an unconfirmed gap, the most it can be
     */
    record Gap(int sourceId, boolean confirmed, long firstOffset, long lastOffset, long count) {}

    private record Jump(long from, long to) {
        long length() {
            return to - from;
        }
    }

    private static final class Track {
        private final MissingRanges missing = new MissingRanges();
        private long next;
        private long lastOffset;
        private int epoch;
    }

    private static final int MOST_JUMPS = 256;

    private final Map<Integer, Track> tracks = new HashMap<>();
    private final List<Jump> jumps = new ArrayList<>();
    private int lastSource = -1;
    private @Nullable Track lastTrack;

    /** The next offset expected; -1 before the first assignment. */
    private long next = -1;

    private long highest;

    /** Grows each time the group may have moved on without this instance. */
    private int epoch;

    private long epochStart;

    /** Nothing was committed and the log was read from its beginning, so every source begins at 0. */
    private boolean fromTheBeginning;

    private volatile long missed;
    private volatile long gaps;
    private volatile long unconfirmed;
    private volatile long redelivered;
    private volatile long duplicates;
    private volatile long late;

    /**
     * The partition was assigned.
     *
     * @param position the next offset to be read, -1 when unknown
     * @param nothingCommitted the group has no committed offset there, for certain
     * @param logStart the log start offset, -1 when unknown
     */
    void assigned(long position, boolean nothingCommitted, long logStart) {
        if (next >= 0 && position >= 0 && position <= next) {
            next = position;
            return;
        }
        epoch++;
        epochStart = Math.max(position, 0);
        jumps.clear();
        fromTheBeginning = tracks.isEmpty() && nothingCommitted && position >= 0 && position == logStart;
        if (fromTheBeginning && position > 0) {
            jumps.add(new Jump(0, position));
        }
        next = position;
    }

    /** A record without a readable identity. */
    void delivered(long offset) {
        moveTo(offset);
    }

    /**
     * A record of a source.
     *
     * @return what turned out to be missing before it, or null
     */
    @Nullable
    Gap delivered(int sourceId, long sequence, long offset) {
        boolean again = moveTo(offset);
        Track track = track(sourceId);
        Gap gap = null;
        if (track == null) {
            track = new Track();
            tracks.put(sourceId, track);
            lastSource = sourceId;
            lastTrack = track;
            gap = firstOf(sourceId, track, sequence, offset);
        } else if (sequence < track.next) {
            seenBefore(track, sequence, again);
            return null;
        } else if (sequence > track.next) {
            gap = hole(sourceId, track, sequence, offset);
        }
        track.next = sequence + 1;
        track.lastOffset = offset;
        track.epoch = epoch;
        return gap;
    }

    private @Nullable Track track(int sourceId) {
        if (sourceId != lastSource) {
            Track track = tracks.get(sourceId);
            if (track == null) {
                return null;
            }
            lastSource = sourceId;
            lastTrack = track;
        }
        return lastTrack;
    }

    /** Returns whether the offset was delivered before. */
    private boolean moveTo(long offset) {
        boolean again = offset < highest;
        if (next >= 0 && offset > next) {
            if (jumps.size() == MOST_JUMPS) {
                jumps.set(1, new Jump(jumps.get(0).from, jumps.get(1).to));
                jumps.remove(0);
            }
            jumps.add(new Jump(next, offset));
        }
        next = offset + 1;
        highest = Math.max(highest, next);
        return again;
    }

    private @Nullable Gap firstOf(int sourceId, Track track, long sequence, long offset) {
        if (sequence == 0) {
            return null;
        }
        if (fromTheBeginning) {
            track.missing.add(0, sequence);
            return confirmed(sourceId, sequence, fromTheBeginningOf(offset), offset);
        }
        return unconfirmed(sourceId, sequence);
    }

    private long fromTheBeginningOf(long offset) {
        return jumps.isEmpty() ? Math.min(epochStart, offset) : jumps.get(0).from;
    }

    private @Nullable Gap hole(int sourceId, Track track, long sequence, long offset) {
        long count = sequence - track.next;
        if (track.epoch != epoch) {
            return unconfirmed(sourceId, count);
        }
        track.missing.add(track.next, sequence);
        return confirmed(sourceId, count, track.lastOffset + 1, offset);
    }

    /** The offsets of a gap are those jumped over since the source's last record, or, without a jump, all since then. */
    private Gap confirmed(int sourceId, long count, long since, long offset) {
        long first = -1;
        long end = -1;
        for (Jump jump : jumps) {
            if (jump.to > since) {
                first = first < 0 ? Math.max(jump.from, since) : first;
                end = jump.to;
            }
        }
        missed += count;
        gaps++;
        return first < 0
                ? new Gap(sourceId, true, since, offset - 1, count)
                : new Gap(sourceId, true, first, end - 1, count);
    }

    private @Nullable Gap unconfirmed(int sourceId, long atMost) {
        long jumped = 0;
        for (Jump jump : jumps) {
            jumped += jump.length();
        }
        long count = Math.min(atMost, jumped);
        if (count == 0) {
            return null;
        }
        unconfirmed += count;
        return new Gap(sourceId, false, jumps.get(0).from, jumps.get(jumps.size() - 1).to - 1, count);
    }

    private void seenBefore(Track track, long sequence, boolean again) {
        if (track.missing.remove(sequence)) {
            late++;
        } else if (again) {
            redelivered++;
        } else {
            duplicates++;
        }
    }

    /** Records known missing now. */
    long lost() {
        return missed - late;
    }

    /** Records ever found missing; never shrinks. */
    long missed() {
        return missed;
    }

    long gaps() {
        return gaps;
    }

    /** Records jumped over that another instance may have read. */
    long unconfirmed() {
        return unconfirmed;
    }

    /** Records that this instance was given before, at the same offset. */
    long redelivered() {
        return redelivered;
    }

    /** Records whose identity was seen before at another offset. */
    long duplicates() {
        return duplicates;
    }

    /** Records that came after they had been missed. */
    long late() {
        return late;
    }
}
