package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.ledger.account.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * Decides about records of one source that have, or had, a place in the log, by the fate of their offsets for one group.
 * The sweep moves the cursors; within a stretch that it hands over, nothing changes by sequence.
 */
final class OffsetSweep {
    private static final String IN_HAND = "a member had it in hand and did not finish it";
    private static final String BLOCKED = "blocked by an open transaction";

    private final PartitionBooks partition;
    private final SentBooks sent;
    private final GroupBooks group;
    private final Outcome rest;
    private final SourceCount count;
    private final Objections objections;
    private final Coverage.Cursor acks;
    private final Coverage.Cursor witnessed;
    private final Coverage.Cursor given;

    /** Where copies of a source's records are known to have been, by sequence. */
    record Copies(SentBooks sent, Coverage.Cursor acks, Coverage.Cursor witnessed, Coverage.Cursor given) {}

    /**
     * @param rest what it is to be in the log still, and not done
     */
    OffsetSweep(
            PartitionBooks partition,
            GroupBooks group,
            Copies copies,
            Outcome rest,
            SourceCount count,
            Objections objections) {
        this.partition = partition;
        this.group = group;
        this.rest = rest;
        this.count = count;
        this.objections = objections;
        sent = copies.sent();
        acks = copies.acks();
        witnessed = copies.witnessed();
        given = copies.given();
    }

    /** It has, or had, a place in the log. */
    void decide(long from, long to, long offset) {
        while (from < to) {
            Fate fate = group.positions().of(offset);
            long next = fate.to() == Long.MAX_VALUE ? to : Math.min(to, from + fate.to() - offset);
            if (!witnessed.covers(from)
                    && !given.covers(from)
                    && partition.witness().passed(offset)) {
                next = Math.min(next, from + distance(partition.witness().stretch(offset), offset));
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
                count.lost(Outcome.COMMITTED_NOT_PROCESSED, from, offset, next - from, "", fate.atMicros());
            } else {
                next = gone(from, next, offset, fate);
            }
            offset += next - from;
            from = next;
        }
    }

    /** The position jumped; but what was cut off before is not there to be jumped over. */
    private long gone(long from, long to, long offset, Fate fate) {
        long next = Math.min(to, from + distance(partition.truncations().stretch(offset), offset));
        Proof cut = truncation(from, offset);
        if (cut != null && (!witnessed.covers(from) || cut.atMicros() < fate.atMicros())) {
            proven(Outcome.TRUNCATED, from, next, offset, cut);
        } else {
            count.lost(
                    fate.kind().loss(), from, offset, next - from, detail(fate, given.covers(from)), fate.atMicros());
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
        return proven(Outcome.TRUNCATED, from, to, offset, truncation(from, offset));
    }

    /** An acknowledgement that names no offset (acks=0) does not say that the record was there. */
    private @Nullable Proof truncation(long from, long offset) {
        long acked = acks.partner(from) >= 0 ? acks.atMicros() : -1;
        long seen = witnessed.covers(from) ? witnessed.atMicros() : -1;
        return partition.truncations().proof(offset, Math.max(acked, seen), from, sent);
    }

    /** Counts the stretch as removed by the log cleaner where that is proven; says whether it is. */
    private boolean compacted(long from, long to, long offset, long missedMicros) {
        return proven(
                Outcome.COMPACTED, from, to, offset, partition.compactions().proof(sent, from, offset, missedMicros));
    }

    private boolean proven(Outcome cause, long from, long to, long offset, @Nullable Proof proof) {
        if (proof != null) {
            count.lost(cause, from, offset, to - from, proof.detail(), proof.atMicros());
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
        Proof cut = truncation(from, offset);
        boolean before =
                nameless.covers(offset) && cut != null && cut.atMicros() >= 0 && cut.atMicros() < nameless.atMicros();
        if (nameless.covers(offset) && witnessed.covers(from) && !before) {
            return deliveredNotProcessed(from, next, offset);
        }
        next = Math.min(next, from + distance(partition.truncations().stretch(offset), offset));
        if (proven(Outcome.TRUNCATED, from, next, offset, cut)) {
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
        long next = Math.min(to, from + distance(partition.truncations().stretch(offset), offset));
        if (truncated(from, next, offset)) {
            return next;
        }
        next = Math.min(next, from + distance(partition.compactions().stretch(sent, from), 0));
        if (compacted(from, next, offset, fate.atMicros())) {
            return next;
        }
        if (!witnessed.covers(from)
                && !given.covers(from)
                && partition.witness().shouldHaveSeen(offset)) {
            next = Math.min(next, from + distance(partition.witness().stretch(offset), offset));
            count.lost(Outcome.SILENT_LOG_LOSS, from, offset, next - from, "", fate.atMicros());
        } else if (group.positionsJournaled()) {
            count.lost(Outcome.SKIP_VIOLATION, from, offset, next - from, "", fate.atMicros());
        } else {
            unexplained(offset, next - from);
        }
        return next;
    }

    /** At or past the final position; a place beyond the log's end is none. */
    private long ahead(long from, long to, long offset) {
        long next = Math.min(to, from + distance(partition.truncations().stretch(offset), offset));
        if (truncated(from, next, offset)) {
            return next;
        }
        if (!witnessed.covers(from)
                && !given.covers(from)
                && partition.witness().shouldHaveSeen(offset)) {
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
    void blocked(long from, long records) {
        PartitionLog.Blocked blocked = partition.blocked();
        String by = blocked == null ? "" : " of " + blocked.by();
        count.kept(Outcome.IN_FLIGHT, from, records, BLOCKED + by);
    }

    /** The witness read on over its place. */
    private long neverThere(long from, long to, long offset, Fate fate) {
        long next = Math.min(to, from + distance(partition.truncations().stretch(offset), offset));
        if (truncated(from, next, offset)) {
            return next;
        }
        return fate.kind() == Fate.Kind.DELIVERED ? passedDelivering(from, next, offset) : notThere(from, next, offset);
    }

    /** The witness read past it, and it was not there. */
    private long notThere(long from, long to, long offset) {
        long next = Math.min(to, from + distance(partition.compactions().stretch(sent, from), 0));
        next = Math.min(next, from + distance(partition.witness().stretch(offset), offset));
        if (!compacted(from, next, offset, partition.witness().passedAt(offset))) {
            count.lost(Outcome.SILENT_LOG_LOSS, from, offset, next - from, "", -1);
        }
        return next;
    }

    private void left(long from, long offset, long records, String detail) {
        if (rest == Outcome.IN_FLIGHT) {
            count.kept(Outcome.IN_FLIGHT, from, records);
        } else {
            count.lost(rest, from, offset, records, detail, -1);
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
            count.kept(Outcome.PROCESSED, from, next - from);
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
            count.lost(Outcome.COMMITTED_NOT_PROCESSED, from, offset, next - from, "", -1);
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
        count.lost(Outcome.SKIPPED_SEEK, from, offset, next - from, detail, passed.atMicros());
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
                count.lost(fate.kind().loss(), from, offset, next - from, detail(fate, true), fate.atMicros());
            }
            return next;
        }
        long next = Math.min(to, from + distance(partition.truncations().stretch(offset), offset));
        Proof cut = truncation(from, offset);
        if (cut != null && cut.atMicros() > given(from)) {
            count.lost(Outcome.TRUNCATED, from, offset, next - from, join(IN_HAND, cut.detail()), cut.atMicros());
            return next;
        }
        next = Math.min(next, from + distance(partition.compactions().stretch(sent, from), 0));
        Proof cleaned = partition.compactions().proofOnRecord(sent, from, offset);
        if (cleaned != null) {
            count.lost(
                    Outcome.COMPACTED, from, offset, next - from, join(IN_HAND, cleaned.detail()), cleaned.atMicros());
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
}
