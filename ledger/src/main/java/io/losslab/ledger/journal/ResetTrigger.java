package io.losslab.ledger.journal;

/** Why a client reset its position by its reset policy. The codes are the file format: append, never renumber. */
public enum ResetTrigger {
    UNKNOWN(0),
    /** The position was not within the log. */
    OUT_OF_RANGE(1),
    /** The group had no committed offset. */
    NO_COMMITTED_OFFSET(2),
    /** The log had been cut off before the position. */
    TRUNCATION(3);

    private final int code;

    ResetTrigger(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static ResetTrigger ofCode(int code) {
        for (ResetTrigger trigger : values()) {
            if (trigger.code == code) {
                return trigger;
            }
        }
        return UNKNOWN;
    }
}
