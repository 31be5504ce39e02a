package io.losslab.ledger.journal;

/**
 * One run of a journal: {@code count} records in a row, of one source, to which the same happened. Record {@code i} of
 * the run has sequence {@code firstSequence + i} and offset {@code firstOffset + i}; a value of -1 means that the run
 * has none.
 *
 * @param kind what happened
 * @param detail a code whose meaning depends on the kind; 0 when there is none
 * @param sourceId index into the ledger's sources; -1 when the records are nobody's
 * @param firstAtMicros when it happened to the first record, microseconds since 1970
 * @param lastAtMicros when it happened to the last
 */
public record JournalEntry(
        EntryKind kind,
        int detail,
        int sourceId,
        long firstSequence,
        long firstOffset,
        long count,
        long firstAtMicros,
        long lastAtMicros) {
    public boolean hasSequence() {
        return firstSequence >= 0;
    }

    public boolean hasOffset() {
        return firstOffset >= 0;
    }

    /** One past the last sequence. */
    public long endSequence() {
        return firstSequence + count;
    }

    /** One past the last offset. */
    public long endOffset() {
        return firstOffset + count;
    }

    /** Meaningful for {@link EntryKind#FAILED}. */
    public SendFailure sendFailure() {
        return SendFailure.ofCode(detail);
    }
}
