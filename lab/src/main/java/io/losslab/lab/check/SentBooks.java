package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Sent;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.identity.Source;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one source in one partition before any group is looked at; all by sequence.
 *
 * @param acks partner: the offset acknowledged; time: the last answer of the run
 * @param failures tag: the failure's code
 * @param witnessed partner: the offset seen, the last one where a record was seen at several
 * @param committed what a read-committed witness saw; null when there was none
 * @param transactions tag: how the transaction ended, see {@link TransactionBooks}
 */
record SentBooks(
        Sent sent,
        int partition,
        Coverage acks,
        Coverage failures,
        Coverage witnessed,
        @Nullable Coverage committed,
        Coverage transactions) {
    Source source() {
        return sent.source();
    }

    /** One past the highest sequence intended. */
    long reserved() {
        return sent.reserved();
    }

    /** By sequence. */
    Coverage intended() {
        return sent.intended().sequences();
    }

    String where() {
        return source() + ", partition " + partition;
    }
}
