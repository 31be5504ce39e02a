package io.losslab.lab.check.evidence;

import io.losslab.ledger.account.RunTable;

/**
 * How the transactions of one producer instance ended, for one partition.
 *
 * @param ends {@code TRANSACTION_COMMITTED} and {@code TRANSACTION_ABORTED} in order, as the producer was told: the
 *     sequence is one past the transaction's last record here; its first is the one after the transaction before
 * @param rest how the transaction ended that the producer last began, and of which it does not know: that of the records
 *     handed over after the last of {@code ends}
 */
public record Transactions(RunTable ends, Rest rest) {
    /** What others than the producer say of its last transaction. */
    public enum Rest {
        /** The transaction coordinator decided so. */
        COMMITTED,
        /** The same; it also does so by itself when the transaction's time is up, or when another producer takes its id. */
        ABORTED,
        /** It was still open when the run ended. */
        OPEN,
        /** The coordinator never heard of one. */
        NONE,
        /** The coordinator's log could not be read: only what readers saw can tell. */
        UNKNOWN
    }
}
