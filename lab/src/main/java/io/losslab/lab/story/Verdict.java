package io.losslab.lab.story;

import io.losslab.lab.check.Outcome;

/**
 * What the checker says of the record, for one group.
 *
 * @param outcome null when it has none: the evidence does not hold
 * @param detail as the checker gives it; empty when there is none
 * @param atMicros when a loss was sealed, microseconds since 1970; -1 when it has no moment, or nothing was lost
 */
public record Verdict(Outcome outcome, boolean lost, String detail, long atMicros) {
    public static final Verdict NONE = new Verdict(null, false, "", -1);

    /** The outcome in a sentence. */
    public String reason() {
        return outcome == null
                ? "The checker gives it no outcome: the evidence does not hold."
                : switch (outcome) {
                    case PROCESSED -> "The group finished with it.";
                    case NOT_SENT -> "It was numbered, and never given to the client: nobody was promised it.";
                    case NOT_ACKED ->
                        lost
                                ? "The send failed or was never answered, and no copy of it was ever seen."
                                : "The send was refused for certain, the caller was told, and it is stored nowhere.";
                    case ACK_WITHOUT_PROOF ->
                        "The producer was told of success without an offset, and no copy of it was ever seen.";
                    case RETENTION_DELETED -> "Retention deleted it before the group's position reached it.";
                    case RECORDS_DELETED ->
                        "A delete-records request deleted it before the group's position reached it.";
                    case TRUNCATED -> "It was in a leader's log, and was cut off with it: the next leader lacked it.";
                    case SILENT_LOG_LOSS ->
                        "It was acknowledged at an offset that was always there, and was not in the log: a violation.";
                    case ABORTED -> "Its transaction was aborted.";
                    case COMPACTED -> "Compaction removed it, for a newer record of its key, before the group read it.";
                    case SKIPPED_RESET ->
                        "The position was out of range, and the reset policy skipped it although it was still there.";
                    case SKIPPED_INITIAL ->
                        "The group had no committed offset, and its reset policy made it begin after the record.";
                    case SKIPPED_OFFSETS_EXPIRED ->
                        "The group's committed offset had expired, and its reset policy made it go on after the record.";
                    case SKIPPED_SEEK -> "Somebody moved the group's position past it.";
                    case COMMITTED_NOT_DELIVERED ->
                        "A member committed past it without having been given it, and the next one began there.";
                    case SKIP_VIOLATION -> "The position passed it, and nothing on record moved it: a violation.";
                    case IN_FLIGHT -> "It is still to be done; nobody waited for it.";
                    case UNDRAINED -> "It was still to be done when the time that the group had was over.";
                    case DEAD_LETTERED -> "Processing failed, and it is kept in the dead-letter topic.";
                    case DEAD_LETTER_FAILED -> "Processing failed, and it is not in the dead-letter topic either.";
                    case IGNORED -> "Processing failed, and the failure strategy dropped it.";
                    case COMMITTED_NOT_PROCESSED ->
                        "A commit passed it before any outcome: whoever had it in hand ended, and nobody gets it again.";
                };
    }
}
