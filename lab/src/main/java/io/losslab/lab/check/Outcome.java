package io.losslab.lab.check;

/**
 * The closed list of what can have become of a record, for one group. The codes are keys of {@code outcomes} in {@code
 * result.json}: a contract.
 */
public enum Outcome {
    PROCESSED("processed", Loss.NO),
    /** Intended, never given to the client. */
    NOT_SENT("not-sent", Loss.NO),
    /** Refused or timed out, and no copy was ever seen in the log. Lost unless the refusal was definite. */
    NOT_ACKED("not-acked", Loss.UNLESS_DEFINITE),
    /** Acknowledged without an offset, and no copy was ever seen in the log. */
    ACK_WITHOUT_PROOF("ack-without-proof", Loss.YES),
    /** Deleted by retention before the group's position reached it. */
    RETENTION_DELETED("retention-deleted", Loss.YES),
    /** Deleted by a delete-records request before the group's position reached it. */
    RECORDS_DELETED("records-deleted", Loss.YES),
    /** Acknowledged, then cut off the log with the leader that had it. */
    TRUNCATED("truncated", Loss.YES),
    /** Acknowledged at an offset that was always there, and not in the log: a violation. */
    SILENT_LOG_LOSS("silent-log-loss", Loss.YES),
    ABORTED("aborted", Loss.NO),
    COMPACTED("compacted", Loss.YES),
    SKIPPED_RESET("skipped-reset", Loss.YES),
    SKIPPED_INITIAL("skipped-initial", Loss.YES),
    SKIPPED_OFFSETS_EXPIRED("skipped-offsets-expired", Loss.YES),
    SKIPPED_SEEK("skipped-seek", Loss.YES),
    COMMITTED_NOT_DELIVERED("committed-not-delivered", Loss.YES),
    SKIP_VIOLATION("skip-violation", Loss.YES),
    /** Still to be read or to be processed, and nobody waited for it. */
    IN_FLIGHT("in-flight", Loss.NO),
    /** Still to be read or to be processed when the drain deadline had passed: a liveness failure. */
    UNDRAINED("undrained", Loss.YES),
    DEAD_LETTERED("dead-lettered", Loss.NO),
    DEAD_LETTER_FAILED("dead-letter-failed", Loss.YES),
    /** Dropped by the failure strategy. */
    IGNORED("ignored", Loss.YES),
    COMMITTED_NOT_PROCESSED("committed-not-processed", Loss.YES);

    private enum Loss {
        NO,
        YES,
        UNLESS_DEFINITE
    }

    private final String code;
    private final Loss loss;

    Outcome(String code, Loss loss) {
        this.code = code;
        this.loss = loss;
    }

    public String code() {
        return code;
    }

    /**
     * @param definite whether the record is known to have reached no broker
     */
    public boolean isLost(boolean definite) {
        return loss == Loss.YES || loss == Loss.UNLESS_DEFINITE && !definite;
    }

    /** Null when the code is not in the list. */
    public static Outcome ofCode(String code) {
        for (Outcome outcome : values()) {
            if (outcome.code.equals(code)) {
                return outcome;
            }
        }
        return null;
    }
}
