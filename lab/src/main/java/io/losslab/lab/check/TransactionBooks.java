package io.losslab.lab.check;

import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.lab.check.evidence.Transactions;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the transaction ended in which each record of one source lay. All records of a transaction share its end.
 *
 * <p>That a record was read uncommitted and not read committed proves an abort only where the committed reader passed it
 * while it could still be read: what retention took first was kept from that reader by retention.
 */
final class TransactionBooks {
    /** Known ends; the tags of {@link #ends}. */
    enum End {
        COMMITTED,
        ABORTED,
        /** Still open when the run ended: neither one nor the other, yet. */
        OPEN,
        /** Nothing on record says which. */
        UNKNOWN;

        private static final End[] ALL = values();

        static End ofTag(int tag) {
            return ALL[tag];
        }
    }

    private final Sent sent;
    private final Coverage acks;
    private final Coverage witnessed;
    private final Coverage committed;
    private final Positions committedReader;
    private final PartitionLog.@Nullable Blocked blocked;
    private final long stableEnd;
    private final Coverage.Builder ends = new Coverage.Builder();

    private TransactionBooks(
            PartitionEvidence partition, Sent sent, Coverage acks, Coverage witnessed, Coverage committed) {
        this.sent = sent;
        this.acks = acks;
        this.witnessed = witnessed;
        this.committed = committed;
        committedReader = Positions.ofReader(partition.log(), Objects.requireNonNull(partition.committedWitness()));
        blocked = partition.log().blocked();
        stableEnd = blocked == null ? partition.log().endOffset() : blocked.lastStableOffset();
    }

    /**
     * By sequence; tag: ordinal of an {@link End}. What is not covered lay in no transaction.
     *
     * @param acks of the source, by sequence
     * @param witnessed what the witness saw of it
     * @param committed what the witness saw of it that reads committed; null when there was none: no transactions
     */
    static Coverage of(
            PartitionEvidence partition, Sent sent, Coverage acks, Coverage witnessed, @Nullable Coverage committed) {
        if (committed == null) {
            return new Coverage.Builder().build();
        }
        return new TransactionBooks(partition, sent, acks, witnessed, committed).ends();
    }

    private Coverage ends() {
        Transactions transactions = sent.transactions();
        if (transactions == null) {
            passedByCommittedReader();
            return ends.build();
        }
        RunTable told = transactions.ends();
        long from = 0;
        for (int i = 0; i < told.size(); i++) {
            boolean commit = told.kind(i) == EntryKind.TRANSACTION_COMMITTED;
            add(from, told.firstSequence(i), commit ? End.COMMITTED : End.ABORTED, told.firstAtMicros(i));
            from = Math.max(from, told.firstSequence(i));
        }
        End rest = rest(transactions, from);
        if (rest != null) {
            add(from, sent.reserved(), rest, -1);
        }
        return ends.build();
    }

    private void add(long from, long to, End end, long atMicros) {
        if (to > from) {
            ends.add(from, to, Coverage.NONE, end.ordinal(), atMicros);
        }
    }

    /** Null when there was no such transaction. */
    private @Nullable End rest(Transactions transactions, long from) {
        return switch (transactions.rest()) {
            case COMMITTED -> End.COMMITTED;
            case ABORTED -> End.ABORTED;
            case OPEN -> End.OPEN;
            case NONE -> {
                // what was stored all the same lay in one whose end did not come on record
                End seen = asReadersSaw(from);
                yield seen == End.UNKNOWN ? null : seen;
            }
            case UNKNOWN -> asReadersSaw(from);
        };
    }

    /** One transaction: what is known of one of its records holds for each. */
    private End asReadersSaw(long from) {
        if (committed.end() > from) {
            return End.COMMITTED;
        }
        Coverage.Cursor seen = witnessed.cursor();
        for (long at = from; at < witnessed.end(); at = seen.nextChange(at)) {
            seen.moveTo(at);
            if (!seen.covers(at)) {
                continue;
            }
            long offset = seen.partner(at);
            if (blocked != null && offset >= blocked.lastStableOffset()) {
                return End.OPEN;
            }
            if (wasKeptFromCommittedReader(committedReader.of(offset))) {
                return End.ABORTED;
            }
        }
        long acked = acks.end() > from ? acks.at(acks.end() - 1).partner(acks.end() - 1) : -1;
        return blocked != null && acked >= blocked.lastStableOffset() ? End.OPEN : End.UNKNOWN;
    }

    /**
     * Whether the reader passed these offsets while what was there could still be read, and was given nothing: on its way,
     * or from its last record to the last stable offset, to which it must have read.
     */
    private boolean wasKeptFromCommittedReader(Fate fate) {
        return fate.kind() == Fate.Kind.PASSED || fate.kind() == Fate.Kind.AHEAD && fate.from() < stableEnd;
    }

    /** Of a producer that kept no account of its transactions. */
    private void passedByCommittedReader() {
        Coverage.Cursor seen = witnessed.cursor();
        Coverage.Cursor read = committed.cursor();
        for (int run = 0; run < witnessed.size(); run++) {
            long at = witnessed.start(run);
            while (at < witnessed.end(run)) {
                seen.moveTo(at);
                read.moveTo(at);
                long offset = seen.partner(at);
                Fate fate = committedReader.of(offset);
                long next = Math.min(witnessed.end(run), read.nextChange(at));
                next = fate.to() - offset < next - at ? at + fate.to() - offset : next;
                if (!read.covers(at) && wasKeptFromCommittedReader(fate)) {
                    add(at, next, End.ABORTED, fate.atMicros());
                }
                at = next;
            }
        }
    }
}
