package io.losslab.lab.run;

/** Why a group is where it is while it is let to catch up. */
enum DrainReason {
    /** Every record that it can be given was given to it, and nothing is in hand. */
    CAUGHT_UP("caught-up", true),
    /** Its processes have ended, and none will come. */
    NO_MEMBER("no-member", true),
    /** A failure has ended the channel of each of its members. */
    CHANNEL_FAILED("channel-failed", true),
    /** Records are in the log that were not handed over. */
    UNREAD("unread", false),
    /** All was handed over, and not all is done. */
    IN_HAND("in-hand", false),
    /** A partition with records to read is no member's. */
    NO_OWNER("no-owner", false),
    /** Its position lies where the log has not got to, or not any more. */
    BEYOND_END("beyond-end", false),
    /** Who reads committed data is given nothing above the begin of an open transaction. */
    OPEN_TRANSACTION("open-transaction", false),
    /** The leader's log goes on above the high watermark, and nobody is given that. */
    ABOVE_HIGH_WATERMARK("above-high-watermark", false),
    /** The cluster did not answer since the load ended. */
    UNKNOWN("unknown", false);

    private final String code;
    private final boolean settled;

    DrainReason(String code, boolean settled) {
        this.code = code;
        this.settled = settled;
    }

    /** As {@code result.json} has it. */
    String code() {
        return code;
    }

    /** Whether waiting changes nothing any more. */
    boolean isSettled() {
        return settled;
    }
}
