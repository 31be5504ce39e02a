package io.losslab.contract;

import java.util.Arrays;
import java.util.Optional;

/**
 * The closed list of what can have become of a record, for one group: the catalogue from which checker, result, report and
 * explanation take their words. The codes are keys of {@code outcomes} in {@code result.json}, in this order: a contract.
 */
public enum Outcome {
    PROCESSED("processed", Kind.KEPT, "processed", "", "The group finished with it."),
    NOT_SENT(
            "not-sent",
            Kind.NOT_STORED,
            "not sent",
            "",
            "It was numbered, and never given to the client: nobody was promised it."),
    NOT_ACKED(
            "not-acked",
            Kind.LOST_UNLESS_REFUSED,
            "not acknowledged",
            "never acknowledged, so %s never got them",
            "The send failed or was never answered, and no copy of it was ever seen.",
            "The send was refused for certain, the caller was told, and it is stored nowhere."),
    ACK_WITHOUT_PROOF(
            "ack-without-proof",
            Kind.LOST,
            "ack without proof",
            "acknowledged without proof and never seen in the log, so %s never got them",
            "The producer was told of success without an offset, and no copy of it was ever seen."),
    RETENTION_DELETED(
            "retention-deleted",
            Kind.LOST,
            "deleted by retention",
            "deleted by retention before %s read them",
            "Retention deleted it before the group's position reached it."),
    RECORDS_DELETED(
            "records-deleted",
            Kind.LOST,
            "deleted on request",
            "deleted by a delete-records request before %s read them",
            "A delete-records request deleted it before the group's position reached it."),
    TRUNCATED(
            "truncated",
            Kind.LOST,
            "truncated after the ack",
            "acknowledged, then truncated from the log before %s read them",
            "It was in a leader's log, and was cut off with it: the next leader lacked it."),
    SILENT_LOG_LOSS(
            "silent-log-loss",
            Kind.LOST,
            "vanished from the log",
            "acknowledged and then vanished from the log: %s never got them",
            "It was acknowledged at an offset that was always there, and was not in the log: a violation."),
    ABORTED("aborted", Kind.NOT_STORED, "transaction aborted", "", "Its transaction was aborted."),
    COMPACTED(
            "compacted",
            Kind.LOST,
            "compacted away",
            "replaced by compaction before %s read them",
            "Compaction removed it, for a newer record of its key, before the group read it."),
    SKIPPED_RESET(
            "skipped-reset",
            Kind.LOST,
            "skipped by offset reset",
            "skipped by %s in an offset reset",
            "The position was out of range, and the reset policy skipped it although it was still there."),
    SKIPPED_INITIAL(
            "skipped-initial",
            Kind.LOST,
            "skipped: began later",
            "skipped by %s, which began after them",
            "The group had no committed offset, and its reset policy made it begin after the record."),
    SKIPPED_OFFSETS_EXPIRED(
            "skipped-offsets-expired",
            Kind.LOST,
            "skipped: commits expired",
            "skipped by %s after its committed offsets expired",
            "The group's committed offset had expired, and its reset policy made it go on after the record."),
    SKIPPED_SEEK(
            "skipped-seek",
            Kind.LOST,
            "skipped by a seek",
            "skipped by %s in a seek",
            "Somebody moved the group's position past it."),
    COMMITTED_NOT_DELIVERED(
            "committed-not-delivered",
            Kind.LOST,
            "committed, not delivered",
            "committed by %s without ever being delivered to it",
            "A member committed past it without having been given it, and the next one began there."),
    SKIP_VIOLATION(
            "skip-violation",
            Kind.LOST,
            "skipped without a reason",
            "skipped by %s without any known trigger",
            "The position passed it, and nothing on record moved it: a violation."),
    IN_FLIGHT("in-flight", Kind.IN_FLIGHT, "in flight at the end", "", "It is still to be done; nobody waited for it."),
    UNDRAINED(
            "undrained",
            Kind.LOST,
            "undrained at the deadline",
            "still unread by %s when the time to drain was over",
            "It was still to be done when the time that the group had was over."),
    DEAD_LETTERED(
            "dead-lettered",
            Kind.KEPT,
            "dead-lettered",
            "",
            "Processing failed, and it is kept in the dead-letter topic."),
    DEAD_LETTER_FAILED(
            "dead-letter-failed",
            Kind.LOST,
            "dead letter failed",
            "given up by %s, whose dead letters failed too",
            "Processing failed, and it is not in the dead-letter topic either."),
    IGNORED(
            "ignored",
            Kind.LOST,
            "failed and ignored",
            "dropped by the failure strategy of %s",
            "Processing failed, and the failure strategy dropped it."),
    COMMITTED_NOT_PROCESSED(
            "committed-not-processed",
            Kind.LOST,
            "committed, not processed",
            "committed by %s before it had processed them",
            "A commit passed it before any outcome: whoever had it in hand ended, and nobody gets it again.");

    /** What an outcome is worth to whoever sent the record. */
    public enum Kind {
        /** Somebody has it, or it is kept for somebody. */
        KEPT,
        LOST,
        /** Lost, unless the sender was told for certain that it is stored nowhere. */
        LOST_UNLESS_REFUSED,
        /** Never in the log for readers, and never promised to anybody: no loss. */
        NOT_STORED,
        /** Still to be done: no loss yet. */
        IN_FLIGHT
    }

    private final String code;
    private final Kind kind;
    private final String label;
    private final String sentence;
    private final String reason;
    private final String reasonNotLost;

    Outcome(String code, Kind kind, String label, String sentence, String reason) {
        this(code, kind, label, sentence, reason, reason);
    }

    Outcome(String code, Kind kind, String label, String sentence, String reason, String reasonNotLost) {
        this.code = code;
        this.kind = kind;
        this.label = label;
        this.sentence = sentence;
        this.reason = reason;
        this.reasonNotLost = reasonNotLost;
    }

    /** Empty when the code is not in the list. */
    public static Optional<Outcome> of(String code) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.code.equals(code))
                .findFirst();
    }

    public String code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /** For the first column of a balance sheet; at most 26 characters. */
    public String label() {
        return label;
    }

    /**
     * @param definite whether the record is known to have reached no broker
     */
    public boolean isLost(boolean definite) {
        return kind == Kind.LOST || kind == Kind.LOST_UNLESS_REFUSED && !definite;
    }

    /** Whether it can be the cause of a loss. */
    public boolean mayBeLoss() {
        return isLost(false);
    }

    /**
     * Goes on after "1,234 of 5,000 records were"; empty for what is no loss.
     *
     * @param group the group that lost them
     */
    public String sentence(String group) {
        return sentence.formatted(group);
    }

    /**
     * Of one record, in a sentence.
     *
     * @param lost whether it counts as lost
     */
    public String reason(boolean lost) {
        return lost ? reason : reasonNotLost;
    }

    /** Where the documentation has all of it, below {@code docs/}. */
    public String page() {
        return "loss-causes.md#" + code;
    }
}
