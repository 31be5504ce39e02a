package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.ledger.identity.Source;

/**
 * Lost records in a row: one source, one partition, one cause, one moment.
 *
 * @param firstOffset -1 when the records never had one; else record {@code i} has offset {@code firstOffset + i}
 * @param detail more about the cause, in a few words; empty when there is none
 * @param atMicros when the loss was sealed, microseconds since 1970; -1 when it has no moment
 */
public record LostRange(
        Source source,
        int partition,
        long firstSequence,
        long firstOffset,
        long count,
        Outcome cause,
        String detail,
        long atMicros) {
    public long lastSequence() {
        return firstSequence + count - 1;
    }

    /** -1 when the records never had an offset. */
    public long lastOffset() {
        return firstOffset < 0 ? -1 : firstOffset + count - 1;
    }

    boolean isContinuedBy(LostRange next) {
        return cause == next.cause
                && partition == next.partition
                && atMicros == next.atMicros
                && detail.equals(next.detail)
                && source.equals(next.source)
                && firstSequence + count == next.firstSequence
                && (firstOffset < 0 ? next.firstOffset < 0 : firstOffset + count == next.firstOffset);
    }

    LostRange with(LostRange next) {
        return new LostRange(
                source, partition, firstSequence, firstOffset, count + next.count, cause, detail, atMicros);
    }
}
