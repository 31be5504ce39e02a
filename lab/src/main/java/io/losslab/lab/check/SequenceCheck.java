package io.losslab.lab.check;

import io.losslab.ledger.account.Coverage;

/** Compares what two streams say of the same sequences. */
final class SequenceCheck {
    interface Difference {
        /** A partner of -1: that stream has none. */
        void at(long sequence, long one, long other);
    }

    private SequenceCheck() {}

    /** Calls for the first sequence of the first stretch that both cover with different partners, none in {@code one} excepted. */
    static void samePartners(Coverage one, Coverage other, Difference difference) {
        Coverage.Cursor in = other.cursor();
        Coverage.Cursor from = one.cursor();
        for (int run = 0; run < one.size(); run++) {
            long at = one.start(run);
            while (at < one.end(run)) {
                in.moveTo(at);
                from.moveTo(at);
                if (in.covers(at) && from.partner(at) >= 0 && in.partner(at) != from.partner(at)) {
                    difference.at(at, from.partner(at), in.partner(at));
                    return;
                }
                at = Math.min(one.end(run), in.nextChange(at));
            }
        }
    }

    /** The first sequence of {@code one} that {@code other} does not cover; -1 when it covers all. */
    static long firstMissing(Coverage one, Coverage other) {
        Coverage.Cursor in = other.cursor();
        for (int run = 0; run < one.size(); run++) {
            long at = one.start(run);
            while (at < one.end(run)) {
                in.moveTo(at);
                if (!in.covers(at)) {
                    return at;
                }
                at = in.nextChange(at);
            }
        }
        return -1;
    }
}
