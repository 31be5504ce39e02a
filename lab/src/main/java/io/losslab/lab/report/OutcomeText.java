package io.losslab.lab.report;

import java.util.Arrays;
import java.util.Optional;

/**
 * How an outcome of the closed list is called where people read it, in the order of the balance sheet: what arrived
 * first, what was lost, what is still on its way. The codes are the keys of {@code outcomes} in {@code result.json}.
 */
enum OutcomeText {
    PROCESSED("processed", Kind.KEPT, "processed", ""),
    DEAD_LETTERED("dead-lettered", Kind.KEPT, "dead-lettered", ""),

    RETENTION_DELETED(
            "retention-deleted", Kind.LOST, "deleted by retention", "deleted by retention before %s read them"),
    RECORDS_DELETED(
            "records-deleted",
            Kind.LOST,
            "deleted on request",
            "deleted by a delete-records request before %s read them"),
    COMPACTED("compacted", Kind.LOST, "compacted away", "replaced by compaction before %s read them"),
    TRUNCATED(
            "truncated",
            Kind.LOST,
            "truncated after the ack",
            "acknowledged, then truncated from the log before %s read them"),
    ACK_WITHOUT_PROOF(
            "ack-without-proof",
            Kind.LOST,
            "ack without proof",
            "acknowledged without proof and never seen in the log, so %s never got them"),
    SILENT_LOG_LOSS(
            "silent-log-loss",
            Kind.LOST,
            "vanished from the log",
            "acknowledged and then vanished from the log: %s never got them"),
    SKIPPED_RESET("skipped-reset", Kind.LOST, "skipped by offset reset", "skipped by %s in an offset reset"),
    SKIPPED_INITIAL("skipped-initial", Kind.LOST, "skipped: began later", "skipped by %s, which began after them"),
    SKIPPED_OFFSETS_EXPIRED(
            "skipped-offsets-expired",
            Kind.LOST,
            "skipped: commits expired",
            "skipped by %s after its committed offsets expired"),
    SKIPPED_SEEK("skipped-seek", Kind.LOST, "skipped by a seek", "skipped by %s in a seek"),
    COMMITTED_NOT_DELIVERED(
            "committed-not-delivered",
            Kind.LOST,
            "committed, not delivered",
            "committed by %s without ever being delivered to it"),
    COMMITTED_NOT_PROCESSED(
            "committed-not-processed",
            Kind.LOST,
            "committed, not processed",
            "committed by %s before it had processed them"),
    SKIP_VIOLATION("skip-violation", Kind.LOST, "skipped without a reason", "skipped by %s without any known trigger"),
    DEAD_LETTER_FAILED(
            "dead-letter-failed", Kind.LOST, "dead letter failed", "given up by %s, whose dead letters failed too"),
    IGNORED("ignored", Kind.LOST, "failed and ignored", "dropped by the failure strategy of %s"),
    UNDRAINED(
            "undrained", Kind.LOST, "undrained at the deadline", "still unread by %s when the time to drain was over"),

    NOT_ACKED("not-acked", Kind.NOT_STORED, "not acknowledged", "never acknowledged, so %s never got them"),
    NOT_SENT("not-sent", Kind.NOT_STORED, "not sent", ""),
    ABORTED("aborted", Kind.NOT_STORED, "transaction aborted", ""),
    IN_FLIGHT("in-flight", Kind.IN_FLIGHT, "in flight at the end", "");

    enum Kind {
        KEPT,
        LOST,
        /** Never in the log for readers; whether it counts as lost is the verdict's business, not the report's. */
        NOT_STORED,
        IN_FLIGHT
    }

    private final String code;
    private final Kind kind;
    private final String label;
    private final String sentence;

    OutcomeText(String code, Kind kind, String label, String sentence) {
        this.code = code;
        this.kind = kind;
        this.label = label;
        this.sentence = sentence;
    }

    String code() {
        return code;
    }

    Kind kind() {
        return kind;
    }

    /** For the first column of a balance sheet; at most 26 characters. */
    String label() {
        return label;
    }

    static Optional<OutcomeText> of(String code) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.code.equals(code))
                .findFirst();
    }

    /** Goes on after "1,234 of 5,000 records were"; a cause that this version does not know is named by its code. */
    static String sentence(String code, String group) {
        return of(code).filter(outcome -> !outcome.sentence.isEmpty())
                .map(outcome -> outcome.sentence.formatted(group))
                .orElse("lost to " + group + " (" + code + ")");
    }
}
