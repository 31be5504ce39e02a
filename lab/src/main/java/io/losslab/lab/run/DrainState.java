package io.losslab.lab.run;

/**
 * Where a group stands while it is let to catch up.
 *
 * @param left records in the log that it has yet to be given, the offsets without a record included
 * @param inHand records handed over and not yet done with; at most so many
 * @param text in words, to go on after the group's name and a colon
 */
record DrainState(DrainReason reason, long left, long inHand, String text) {
    static final DrainState UNKNOWN =
            new DrainState(DrainReason.UNKNOWN, 0, 0, "the cluster did not answer since the load ended");

    boolean isSettled() {
        return reason.isSettled();
    }

    boolean isCaughtUp() {
        return reason == DrainReason.CAUGHT_UP;
    }
}
