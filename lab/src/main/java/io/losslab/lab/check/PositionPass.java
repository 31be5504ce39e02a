package io.losslab.lab.check;

import java.util.ArrayList;
import java.util.List;

/**
 * One uninterrupted way of a reader's position forward through the log: it covers every offset from {@code low} to {@code
 * position}. What it jumped over is kept as fates; the rest it was given. Only exceptions cost memory.
 */
final class PositionPass {
    private final LogStarts logStarts;
    private final List<Fate> jumps = new ArrayList<>();
    private final long low;
    private long position;

    /**
     * @param low the lowest offset that this pass decides about
     */
    PositionPass(LogStarts logStarts, long low) {
        this.logStarts = logStarts;
        this.low = low;
        position = low;
    }

    long low() {
        return low;
    }

    /** The next offset to be read. */
    long position() {
        return position;
    }

    void delivered(long from, long to, long atMicros) {
        jump(from, atMicros, Fate.Kind.PASSED, "");
        position = Math.max(position, to);
    }

    /**
     * The position is now at {@code to}, without what lies between having been delivered.
     *
     * @param rest what it is for that part of the jump that was still in the log
     */
    void jump(long to, long atMicros, Fate.Kind rest, String detail) {
        if (to <= position) {
            return;
        }
        long gone = Math.max(position, Math.min(to, logStarts.metBy(to, atMicros)));
        deleted(position, gone, logStarts.at(atMicros));
        if (gone < to) {
            jumps.add(new Fate(gone, to, rest, atMicros, detail));
        }
        position = to;
    }

    private void deleted(long from, long to, LogStarts.Way way) {
        for (LogStarts.Increment taking = way.taking(from); from < to && taking != null; taking = way.taking(from)) {
            long end = Math.min(to, way.takenTo(from));
            jumps.add(deletion(from, end, taking));
            from = end;
        }
        if (from < to) {
            jumps.add(new Fate(from, to, Fate.Kind.UNKNOWN, -1, ""));
        }
    }

    static Fate deletion(long from, long to, LogStarts.Increment increment) {
        Fate.Kind kind = increment.reason() == LogStarts.Reason.DELETE_RECORDS
                ? Fate.Kind.RECORDS_DELETED
                : Fate.Kind.RETENTION_DELETED;
        String detail =
                switch (increment.basis()) {
                    case BROKER_LOG -> "";
                    case SAMPLED -> "sampled";
                    case REQUESTED -> "sampled; retention may have been first";
                };
        return new Fate(from, to, kind, increment.atMicros(), detail);
    }

    /** The fate of an offset from {@code low} to the position. */
    Fate of(long offset) {
        int after = 0;
        int high = jumps.size();
        while (after < high) {
            int middle = (after + high) >>> 1;
            if (jumps.get(middle).to() <= offset) {
                after = middle + 1;
            } else {
                high = middle;
            }
        }
        if (after < jumps.size() && jumps.get(after).from() <= offset) {
            return jumps.get(after);
        }
        long from = after == 0 ? low : jumps.get(after - 1).to();
        long to = after < jumps.size() ? jumps.get(after).from() : position;
        return new Fate(from, to, Fate.Kind.DELIVERED, -1, "");
    }
}
