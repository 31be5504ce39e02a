package io.losslab.lab.check.evidence;

import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import org.jspecify.annotations.Nullable;

/**
 * What one source sent to one partition: the ledger of a producer instance, or what a group handed on.
 *
 * @param keyPeriod sequence {@code s} has the key number {@code s mod keyPeriod} of this partition; 0 when that is not
 *     known, or was changed while it ran
 * @param idempotent whether the producer was: then a record has one copy, whatever was sent again
 * @param acks {@code ACKED}; offset -1: the acknowledgement named none
 * @param failures {@code FAILED}; the detail is a {@link io.losslab.ledger.journal.SendFailure} code
 * @param transactions null when it was not transactional, or kept no account of them
 */
public record Sent(
        Source source,
        Intentions intended,
        long keyPeriod,
        boolean idempotent,
        RunTable acks,
        RunTable failures,
        @Nullable Transactions transactions) {
    /** One past the highest sequence intended. */
    public long reserved() {
        return intended.end();
    }
}
