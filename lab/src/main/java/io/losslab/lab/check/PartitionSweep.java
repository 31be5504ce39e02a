package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.SendFailure;

/**
 * Walks over the sequences of one source in one partition, from one change of any answer to the next, and gives each
 * stretch between two changes its outcome for one group. The order of the questions is the decision procedure; the first
 * that answers wins.
 */
final class PartitionSweep {
    private static final EntryKind[] KINDS = EntryKind.values();
    private static final String IN_HAND = "a member had it in hand and did not finish it";
    private static final String BLOCKED = "blocked by an open transaction";

    private final PartitionBooks partition;
    private final SentBooks sent;
    private final GroupBooks group;
    private final GroupBooks.BySource books;
    private final Outcome rest;
    private final OutcomeCount count;
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
        this.partition = partition;
        this.sent = sent;
        this.group = group;
        this.books = books;
        this.rest = rest;
        this.count = count;
        this.objections = objections;
        acks = sent.acks().cursor();
        failures = sent.failures().cursor();
        witnessed = sent.witnessed().cursor();
        processed = books.processed().cursor();
        ends = books.ends().cursor();
        given = books.given().cursor();
        transactions = sent.transactions().cursor();
        cursors = new Coverage.Cursor[] {acks, failures, witnessed, processed, ends, given, transactions};
    }

    void run() {
        long at = 0;
        while (at < sent.reserved()) {
            long end = Math.min(sent.reserved(), nextChange(at));
            decide(at, end);
            at = end;
        }
    }

    private long nextChange(long at) {
        long handedOver = sent.sent().handedOver();
        long next = at < handedOver ? handedOver : Long.MAX_VALUE;
        for (Coverage.Cursor cursor : cursors) {
            cursor.moveTo(at);
            next = Math.min(next, cursor.nextChange(at));
        }
        return next;
    }

    private void decide(long from, long to) {
        if (processed.covers(from)) {
            kept(Outcome.PROCESSED, from, to - from);
        } else if (ends.covers(from)) {
            ended(from, to);
        } else if (lay(from, TransactionBooks.End.ABORTED)) {
            kept(Outcome.ABORTED, from, to - from);
        } else {
            long offset = copyOf(from);
            if (offset >= 0) {
                if (lay(from, TransactionBooks.End.UNKNOWN)) {
                    objections.add("transactions of " + sent.where() + ": whether that of sequence " + from
                            + " was committed or aborted is not on record");
                }
                byOffset(from, to, offset);
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
        EntryKind kind = KINDS[ends.tag()];
        if (kind == EntryKind.DEAD_LETTERED) {
            deadLettered(from, to);
        } else {
            Outcome outcome = kind == EntryKind.IGNORED ? Outcome.IGNORED : Outcome.DEAD_LETTER_FAILED;
            lost(outcome, from, ends.partner(from), to - from, "", ends.atMicros());
        }
    }

    /** A dead letter counts when it was found where it should be. */
    private void deadLettered(long from, long to) {
        while (from < to) {
            Coverage.Cursor found =
                    books.deadLetters() == null ? null : books.deadLetters().at(from);
            long next = found == null ? to : Math.min(to, found.nextChange(from));
            if (found == null || found.covers(from)) {
                kept(Outcome.DEAD_LETTERED, from, next - from);
            } else {
                String detail = "not found in the dead-letter topic";
                lost(Outcome.DEAD_LETTER_FAILED, from, ends.partner(from), next - from, detail, ends.atMicros());
            }
            from = next;
        }
    }

    /** No copy was ever seen, and no acknowledgement names an offset. */
    private void withoutTrace(long from, long to) {
        if (failures.covers(from)) {
            SendFailure failure = SendFailure.ofCode(failures.tag());
            if (failure == SendFailure.TRANSACTION_ABORTED) {
                kept(Outcome.ABORTED, from, to - from);
            } else if (failure.isDefinite()) {
                kept(Outcome.NOT_ACKED, from, to - from);
            } else {
                lost(Outcome.NOT_ACKED, from, -1, to - from, failure.name(), failures.atMicros());
            }
        } else if (acks.covers(from)) {
            lost(Outcome.ACK_WITHOUT_PROOF, from, -1, to - from, "", acks.atMicros());
        } else if (from >= sent.sent().handedOver()) {
            kept(Outcome.NOT_SENT, from, to - from);
        } else if (lay(from, TransactionBooks.End.OPEN)) {
            blocked(from, to - from); // like the others of its transaction
        } else {
            lost(Outcome.NOT_ACKED, from, -1, to - from, "no answer", -1);
        }
    }

    /** It has, or had, a place in the log. */
    private void byOffset(long from, long to, long offset) {
        while (from < to) {
            Fate fate = group.positions().of(offset);
            long next = fate.to() == Long.MAX_VALUE ? to : Math.min(to, from + fate.to() - offset);
            if (!witnessed.covers(from) && !given.covers(from) && partition.passedByWitness(offset)) {
                next = Math.min(next, from + distance(partition.witnessStretch(offset), offset));
                next = neverThere(from, next, offset, fate);
            } else if (fate.kind() == Fate.Kind.DELIVERED) {
                next = passedDelivering(from, next, offset);
            } else if (fate.kind() == Fate.Kind.PASSED) {
                next = passed(from, next, offset, fate);
            } else if (fate.kind() == Fate.Kind.AHEAD) {
                next = ahead(from, next, offset);
            } else if (fate.kind() == Fate.Kind.UNKNOWN) {
                unexplained(offset, next - from);
            } else if (fate.kind() == Fate.Kind.INHERITED && given.covers(from)) {
                lost(Outcome.COMMITTED_NOT_PROCESSED, from, offset, next - from, "", fate.atMicros());
            } else {
                next = gone(from, next, offset, fate);
            }
            offset += next - from;
            from = next;
        }
    }

    /** The position jumped; but what was cut off before is not there to be jumped over. */
    private long gone(long from, long to, long offset, Fate fate) {
        long next = Math.min(to, from + distance(partition.occupantStretch(offset), offset));
        PartitionBooks.Proof cut = truncation(from, offset);
        if (cut != null && (!witnessed.covers(from) || cut.atMicros() < fate.atMicros())) {
            lost(Outcome.TRUNCATED, from, next, offset, cut);
        } else {
            lost(fate.kind().outcome(), from, offset, next - from, detail(fate, given.covers(from)), fate.atMicros());
        }
        return next;
    }

    private static String detail(Fate fate, boolean inHand) {
        boolean deleted = fate.kind() == Fate.Kind.RETENTION_DELETED || fate.kind() == Fate.Kind.RECORDS_DELETED;
        return !deleted || !inHand ? fate.detail() : join(IN_HAND, fate.detail());
    }

    private static String join(String one, String other) {
        return other.isEmpty() ? one : one + "; " + other;
    }

    /** Counts the stretch as cut off the log's end where that is proven; says whether it is. */
    private boolean truncated(long from, long to, long offset) {
        return lost(Outcome.TRUNCATED, from, to, offset, truncation(from, offset));
    }

    /** An acknowledgement that names no offset (acks=0) does not say that the record was there. */
    private PartitionBooks.Proof truncation(long from, long offset) {
        long acked = acks.partner(from) >= 0 ? acks.atMicros() : -1;
        long seen = witnessed.covers(from) ? witnessed.atMicros() : -1;
        return partition.truncation(offset, Math.max(acked, seen), from, sent);
    }

    /** Counts the stretch as removed by the log cleaner where that is proven; says whether it is. */
    private boolean compacted(long from, long to, long offset, long missedMicros) {
        return lost(Outcome.COMPACTED, from, to, offset, partition.compaction(sent, from, offset, missedMicros));
    }

    private boolean lost(Outcome cause, long from, long to, long offset, PartitionBooks.Proof proof) {
        if (proof != null) {
            lost(cause, from, offset, to - from, proof.detail(), proof.atMicros());
        }
        return proof != null;
    }

    /** The group was given something from this offset. */
    private long passedDelivering(long from, long to, long offset) {
        if (given.covers(from)) {
            return deliveredNotProcessed(from, to, offset);
        }
        Coverage.Cursor nameless = group.unidentified().at(offset);
        long next = Math.min(to, from + distance(nameless.nextChange(offset), offset));
        PartitionBooks.Proof cut = truncation(from, offset);
        boolean before =
                nameless.covers(offset) && cut != null && cut.atMicros() >= 0 && cut.atMicros() < nameless.atMicros();
        if (nameless.covers(offset) && witnessed.covers(from) && !before) {
            return deliveredNotProcessed(from, next, offset);
        }
        next = Math.min(next, from + distance(partition.occupantStretch(offset), offset));
        if (lost(Outcome.TRUNCATED, from, next, offset, cut)) {
            return next;
        }
        if (nameless.covers(offset)) {
            return deliveredNotProcessed(from, next, offset);
        }
        objections.add("group " + group.name() + ", " + sent.where() + ": sequence " + from + " belongs at offset "
                + offset + ", and something else was delivered from there");
        return next;
    }

    /** The position passed it, and nothing is on record that moved it. */
    private long passed(long from, long to, long offset, Fate fate) {
        long next = Math.min(to, from + distance(partition.occupantStretch(offset), offset));
        if (truncated(from, next, offset)) {
            return next;
        }
        next = Math.min(next, from + distance(partition.compactionStretch(sent, from), 0));
        if (compacted(from, next, offset, fate.atMicros())) {
            return next;
        }
        if (!witnessed.covers(from) && !given.covers(from) && partition.shouldHaveBeenSeen(offset)) {
            next = Math.min(next, from + distance(partition.witnessStretch(offset), offset));
            lost(Outcome.SILENT_LOG_LOSS, from, offset, next - from, "", fate.atMicros());
        } else if (group.positionsJournaled()) {
            lost(Outcome.SKIP_VIOLATION, from, offset, next - from, "", fate.atMicros());
        } else {
            unexplained(offset, next - from);
        }
        return next;
    }

    /** At or past the final position; a place beyond the log's end is none. */
    private long ahead(long from, long to, long offset) {
        long next = Math.min(to, from + distance(partition.occupantStretch(offset), offset));
        if (truncated(from, next, offset)) {
            return next;
        }
        if (!witnessed.covers(from) && !given.covers(from) && partition.shouldHaveBeenSeen(offset)) {
            return notThere(from, next, offset);
        }
        if (offset >= partition.endOffset()) {
            objections.add("group " + group.name() + ", " + sent.where() + ": sequence " + from + " was at offset "
                    + offset + ", the log ends at " + partition.endOffset() + ", and no evidence says why");
            return next;
        }
        PartitionLog.Blocked blocked = partition.blocked();
        if (blocked != null && group.readsCommitted() && offset < blocked.lastStableOffset()) {
            next = Math.min(next, from + blocked.lastStableOffset() - offset);
        } else if (blocked != null && group.readsCommitted()) {
            blocked(from, next - from);
            return next;
        }
        left(from, offset, next - from, "");
        return next;
    }

    /** Neither lost nor late: nobody who reads committed can be given it yet. */
    private void blocked(long from, long records) {
        PartitionLog.Blocked blocked = partition.blocked();
        String by = blocked == null ? "" : " of " + blocked.by();
        count.addKept(sent.source(), sent.partition(), from, records, Outcome.IN_FLIGHT, BLOCKED + by);
    }

    /** The witness read on over its place. */
    private long neverThere(long from, long to, long offset, Fate fate) {
        long next = Math.min(to, from + distance(partition.occupantStretch(offset), offset));
        if (truncated(from, next, offset)) {
            return next;
        }
        return fate.kind() == Fate.Kind.DELIVERED ? passedDelivering(from, next, offset) : notThere(from, next, offset);
    }

    /** The witness read past it, and it was not there. */
    private long notThere(long from, long to, long offset) {
        long next = Math.min(to, from + distance(partition.compactionStretch(sent, from), 0));
        next = Math.min(next, from + distance(partition.witnessStretch(offset), offset));
        if (!compacted(from, next, offset, partition.passedByWitnessAt(offset))) {
            lost(Outcome.SILENT_LOG_LOSS, from, offset, next - from, "", -1);
        }
        return next;
    }

    private void left(long from, long offset, long records, String detail) {
        if (rest == Outcome.IN_FLIGHT) {
            kept(Outcome.IN_FLIGHT, from, records);
        } else {
            lost(rest, from, offset, records, detail, -1);
        }
    }

    private void unexplained(long offset, long records) {
        objections.add("group " + group.name() + ", partition " + sent.partition() + ": the position passed offset "
                + offset + " (" + records + " records) and no evidence says why");
    }

    private long deliveredNotProcessed(long from, long to, long offset) {
        Coverage.Cursor corrupt = group.corrupt().at(offset);
        long next = Math.min(to, from + distance(corrupt.nextChange(offset), offset));
        if (corrupt.covers(offset)) {
            kept(Outcome.PROCESSED, from, next - from);
            return next;
        }
        Coverage.Cursor passed = group.passedByCommit().at(offset);
        next = Math.min(next, from + distance(passed.nextChange(offset), offset));
        return passed.covers(offset) ? passedByCommit(passed, from, next, offset) : neverFinished(from, next, offset);
    }

    /** The next member would not get it, unless it was gone already when an operator moved the commit past it. */
    private long passedByCommit(Coverage.Cursor passed, long from, long to, long offset) {
        long next = to;
        if (passed.tag() == CommitWay.BY_A_MEMBER) {
            lost(Outcome.COMMITTED_NOT_PROCESSED, from, offset, next - from, "", -1);
            return next;
        }
        if (offset < partition.startOffset()) {
            Fate fate = group.positions().deletedAtEnd(offset);
            if (fate.atMicros() >= 0 && fate.atMicros() <= passed.atMicros()) {
                return neverFinished(from, next, offset);
            }
            next = Math.min(next, from + distance(fate.to(), offset));
        }
        String detail = join("committed by no member", IN_HAND);
        lost(Outcome.SKIPPED_SEEK, from, offset, next - from, detail, passed.atMicros());
        return next;
    }

    /** The next member would get it, if it is still there. */
    private long neverFinished(long from, long to, long offset) {
        if (offset < partition.startOffset()) {
            Fate fate = group.positions().deletedAtEnd(offset);
            long next = Math.min(to, from + distance(fate.to(), offset));
            if (fate.kind() == Fate.Kind.UNKNOWN) {
                unexplained(offset, next - from);
            } else {
                lost(fate.kind().outcome(), from, offset, next - from, detail(fate, true), fate.atMicros());
            }
            return next;
        }
        long next = Math.min(to, from + distance(partition.occupantStretch(offset), offset));
        PartitionBooks.Proof cut = truncation(from, offset);
        boolean afterwards = cut != null && cut.atMicros() > given(from);
        if (afterwards) {
            lost(Outcome.TRUNCATED, from, offset, next - from, join(IN_HAND, cut.detail()), cut.atMicros());
            return next;
        }
        next = Math.min(next, from + distance(partition.compactionStretch(sent, from), 0));
        PartitionBooks.Proof cleaned = partition.proofOfCompaction(sent, from, offset);
        if (cleaned != null) {
            lost(Outcome.COMPACTED, from, offset, next - from, join(IN_HAND, cleaned.detail()), cleaned.atMicros());
            return next;
        }
        left(from, offset, next - from, "delivered");
        return next;
    }

    /** When it was given last, at the latest. */
    private long given(long sequence) {
        return given.covers(sequence) ? given.atMicros() : -1;
    }

    private static long distance(long to, long from) {
        return to == Long.MAX_VALUE ? Long.MAX_VALUE / 4 : to - from;
    }

    private void kept(Outcome outcome, long sequence, long records) {
        count.addKept(sent.source(), sent.partition(), sequence, records, outcome, "");
    }

    private void lost(Outcome cause, long sequence, long offset, long records, String detail, long atMicros) {
        count.addLost(
                new LostRange(sent.source(), sent.partition(), sequence, offset, records, cause, detail, atMicros));
    }
}
