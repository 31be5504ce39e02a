package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.SendFailure;
import java.util.Objects;

/**
 * Walks over the sequences of one source in one partition, from one change of any answer to the next, and gives each
 * stretch between two changes its outcome for one group. The order of the questions is the decision procedure; the first
 * that answers wins.
 */
final class PartitionSweep {
    private final SentBooks sent;
    private final GroupBooks group;
    private final SourceCount count;
    private final OffsetSweep byOffset;
    private final Objections objections;

    private final Coverage.Cursor acks;
    private final Coverage.Cursor failures;
    private final Coverage.Cursor witnessed;
    private final Coverage.Cursor processed;
    private final Coverage.Cursor ends;
    private final Coverage.Cursor given;
    private final Coverage.Cursor transactions;
    private final Coverage.Cursor[] cursors;

    PartitionSweep(
            PartitionBooks partition,
            SentBooks sent,
            GroupBooks group,
            GroupBooks.BySource books,
            Outcome rest,
            OutcomeCount count,
            Objections objections) {
        this.sent = sent;
        this.group = group;
        this.count = new SourceCount(sent, count);
        this.objections = objections;
        acks = sent.acks().cursor();
        failures = sent.failures().cursor();
        witnessed = sent.witnessed().cursor();
        processed = books.processed().cursor();
        ends = books.ends().cursor();
        given = books.given().cursor();
        transactions = sent.transactions().cursor();
        OffsetSweep.Copies copies = new OffsetSweep.Copies(sent, acks, witnessed, given);
        byOffset = new OffsetSweep(partition, group, copies, rest, this.count, objections);
        cursors = new Coverage.Cursor[] {acks, failures, witnessed, processed, ends, given, transactions};
    }

    void run() {
        Coverage intended = sent.intended();
        for (int run = 0; run < intended.size(); run++) {
            long at = intended.start(run);
            while (at < intended.end(run)) {
                long end = Math.min(intended.end(run), nextChange(at));
                decide(at, end);
                at = end;
            }
        }
    }

    private long nextChange(long at) {
        long handedOver = sent.sent().intended().handedOver();
        long next = at < handedOver ? handedOver : Long.MAX_VALUE;
        for (Coverage.Cursor cursor : cursors) {
            cursor.moveTo(at);
            next = Math.min(next, cursor.nextChange(at));
        }
        return next;
    }

    private void decide(long from, long to) {
        if (processed.covers(from)) {
            count.kept(Outcome.PROCESSED, from, to - from);
        } else if (ends.covers(from)) {
            ended(from, to);
        } else if (lay(from, TransactionBooks.End.ABORTED)) {
            count.kept(Outcome.ABORTED, from, to - from);
        } else {
            long offset = copyOf(from);
            if (offset >= 0) {
                if (lay(from, TransactionBooks.End.UNKNOWN)) {
                    objections.add("transactions of " + sent.where() + ": whether that of sequence " + from
                            + " was committed or aborted is not on record");
                }
                byOffset.decide(from, to, offset);
            } else {
                withoutTrace(from, to);
            }
        }
    }

    /** Whether the record lay in a transaction that ended so. */
    private boolean lay(long sequence, TransactionBooks.End end) {
        return transactions.covers(sequence) && transactions.tag() == end.ordinal();
    }

    /** Where the last copy is known to have been; -1 when none is known. */
    private long copyOf(long sequence) {
        long copy = Math.max(acks.partner(sequence), witnessed.partner(sequence));
        return copy >= 0 ? copy : given.partner(sequence);
    }

    /** The application was done with the record in another way than processing it. */
    private void ended(long from, long to) {
        EntryKind kind = Endings.kind(ends.tag());
        Onward onward = group.onward(kind);
        if (onward != null) {
            handedOn(onward, from, to);
            return;
        }
        Outcome outcome = Objects.requireNonNull(Endings.outcome(kind));
        if (outcome.isLost(false)) {
            count.lost(outcome, from, ends.partner(from), to - from, "", ends.atMicros());
        } else {
            count.kept(outcome, from, to - from);
        }
    }

    /** What was handed on counts as that when it was found where it should be; the next leg's books say what became of it. */
    private void handedOn(Onward onward, long from, long to) {
        Coverage arrived = onward.arrived(sent.source());
        while (from < to) {
            Coverage.Cursor found = arrived.at(from);
            long next = Math.min(to, found.nextChange(from));
            if (found.covers(from)) {
                count.kept(onward.origin().arrived(), from, next - from);
                count.passedOn(Onward.outcome(found.tag()), next - from);
            } else {
                String detail = "not found in " + onward.origin().place();
                count.lost(onward.origin().missing(), from, ends.partner(from), next - from, detail, ends.atMicros());
            }
            from = next;
        }
    }

    /** No copy was ever seen, and no acknowledgement names an offset. */
    private void withoutTrace(long from, long to) {
        if (failures.covers(from)) {
            SendFailure failure = SendFailure.ofCode(failures.tag());
            if (failure == SendFailure.TRANSACTION_ABORTED) {
                count.kept(Outcome.ABORTED, from, to - from);
            } else if (failure.isDefinite()) {
                count.kept(Outcome.NOT_ACKED, from, to - from);
            } else {
                count.lost(Outcome.NOT_ACKED, from, -1, to - from, failure.name(), failures.atMicros());
            }
        } else if (acks.covers(from)) {
            count.lost(Outcome.ACK_WITHOUT_PROOF, from, -1, to - from, "", acks.atMicros());
        } else if (from >= sent.sent().intended().handedOver()) {
            count.kept(Outcome.NOT_SENT, from, to - from);
        } else if (lay(from, TransactionBooks.End.OPEN)) {
            byOffset.blocked(from, to - from); // like the others of its transaction
        } else {
            count.lost(Outcome.NOT_ACKED, from, -1, to - from, "no answer", -1);
        }
    }
}
