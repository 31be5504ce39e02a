package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What is known of one partition before any group is looked at, checked for contradictions. */
final class PartitionBooks {
    /** A record that was in the log and is not, and how that is known. */
    record Proof(String detail, long atMicros) {}

    private static final Coverage NOTHING = new Coverage.Builder().build();

    private final PartitionEvidence evidence;
    private final PartitionLog log;
    private final List<Source> sources;
    private final List<SentBooks> sent = new ArrayList<>();
    private final Objections objections;

    /** Who was seen last at each offset. */
    private final Coverage occupants;

    /** The same, with the time when it was seen last, where something may have been cut off. */
    private final Coverage lastSeen;

    private final Positions witness;
    private long logDuplicates;
    private long storedNotAcked;

    PartitionBooks(PartitionEvidence evidence, Objections objections) {
        this.evidence = evidence;
        this.objections = objections;
        log = evidence.log();
        evidence.holes().forEach(objections::add);
        sources = evidence.sent().stream().map(Sent::source).toList();
        checkSources("witness", evidence.witness());
        occupants = Statements.occupants(evidence.witness(), sources, false);
        lastSeen = canBeCut() ? Statements.occupants(evidence.witness(), sources, true) : occupants;
        witness = evidence.witness() == null ? null : Positions.ofReader(log, evidence.witness());
        for (Sent one : evidence.sent()) {
            SentBooks books = books(one);
            sent.add(books);
            checkSent(books);
            checkWitness(books);
            checkTransactions(books);
            logDuplicates += books.witnessed().conflicting();
            storedNotAcked += books.witnessed().total() - common(books.witnessed(), books.acks());
        }
        checkLog();
        ReplicaCheck replicas = new ReplicaCheck(log, sources, occupants, lastSeen, objections);
        for (Dumped dumped : evidence.dumped()) {
            checkSources(dumped.name(), dumped.records());
            replicas.check(dumped, evidence.partition());
        }
        if (evidence.witness() != null) {
            checkWay(evidence.witness().records());
        }
    }

    int partition() {
        return evidence.partition();
    }

    PartitionEvidence evidence() {
        return evidence;
    }

    /** The furthest that the log is known to have reached, cut off or not. */
    long highestEnd() {
        return Math.max(log.endOffset(), occupants.end());
    }

    /** What kept committed records from who reads committed, at the end of the run; null when nothing did. */
    PartitionLog.Blocked blocked() {
        return log.blocked();
    }

    /** Of the log, at the end of the run: what lies below is gone. */
    long startOffset() {
        return log.startOffset();
    }

    /** Of the log, at the end of the run. */
    long endOffset() {
        return log.endOffset();
    }

    List<Source> sources() {
        return sources;
    }

    List<SentBooks> sent() {
        return sent;
    }

    /** Records that the witness saw at more than one offset, counted beyond the first. */
    long logDuplicates() {
        return logDuplicates;
    }

    /** Records seen in the log for which the producer has no acknowledgement. */
    long storedNotAcked() {
        return storedNotAcked;
    }

    private SentBooks books(Sent one) {
        Coverage committed =
                evidence.committedWitness() == null ? null : Statements.seen(evidence.committedWitness(), one.source());
        Coverage acks = Statements.answers(one.acks());
        Coverage seen = evidence.witness() == null ? NOTHING : Statements.seen(evidence.witness(), one.source());
        return new SentBooks(
                one,
                evidence.partition(),
                acks,
                Statements.answers(one.failures()),
                seen,
                committed,
                TransactionBooks.of(evidence, one, acks, seen, committed));
    }

    /** Records of nobody whose ledger is at hand mean that a ledger is missing. */
    void checkSources(String stream, Seen seen) {
        if (seen != null) {
            checkSources(stream, seen.sources(), seen.records());
        }
    }

    void checkSources(String stream, List<Source> named, RunTable table) {
        TreeSet<Integer> ids = new TreeSet<>();
        int last = -1;
        for (int i = 0; i < table.size(); i++) {
            int id = table.sourceId(i);
            if (id != last && id >= 0) {
                ids.add(id);
                last = id;
            }
        }
        for (int id : ids) {
            if (id >= named.size()) {
                objections.add(stream + ", partition " + partition() + ": source " + id + " is not in its table");
            } else if (!sources.contains(named.get(id))) {
                objections.add(stream + ", partition " + partition() + ": records of " + named.get(id)
                        + ", of which there is no send ledger");
            }
        }
    }

    private void checkSent(SentBooks b) {
        String where = "send ledger of " + b.where();
        if (b.acks().end() > b.reserved() || b.failures().end() > b.reserved()) {
            objections.add(where + ": an outcome of a sequence that was never intended");
        }
        if (b.sent().handedOver() > b.reserved()) {
            objections.add(where + ": more records handed over than intended");
        }
        if (b.acks().repeated() + b.failures().repeated() + common(b.acks(), b.failures()) > 0) {
            objections.add(where + ": a record with two outcomes");
        }
        if (b.witnessed().end() > b.reserved()) {
            objections.add(
                    "witness: " + b.where() + ": sequence " + (b.witnessed().end() - 1) + " was never intended");
        }
    }

    private void checkLog() {
        LogStarts starts = log.starts();
        String where = "log start offsets: partition " + partition();
        if (starts.last() > log.startOffset()) {
            objections.add(where + " was at " + starts.last() + ", and at the end only at " + log.startOffset());
        }
        if (starts.last() < log.startOffset()) {
            objections.add(
                    where + " ended at " + log.startOffset() + ", the last increment on record is to " + starts.last());
        }
        if (occupants.repeated() > 0 && !canBeCut()) {
            objections.add(
                    "witness: partition " + partition() + ": two records at one offset, and nothing was cut off");
        }
        if (witness != null && witness.position() > log.endOffset() && !canBeCut()) {
            objections.add("witness: partition " + partition() + " was read to " + witness.position()
                    + ", but the log ended at " + log.endOffset());
        }
    }

    /** The witness goes back only where it was told that what it had read is cut off. */
    private void checkWay(RunTable seen) {
        long position = 0;
        long before = -1;
        for (int i = 0; i < seen.size(); i++) {
            if (Statements.MET.test(seen.kind(i))) {
                long offset = seen.firstOffset(i);
                if (offset < position && !sentBack(offset, position, before, seen.firstAtMicros(i))) {
                    objections.add("witness: partition " + partition() + ": offset " + offset
                            + " was read again, and nothing was cut off");
                }
                position = seen.endOffset(i);
                before = seen.lastAtMicros(i);
            }
        }
    }

    private boolean sentBack(long to, long position, long afterMicros, long beforeMicros) {
        return log.epochs().stream()
                .skip(1)
                .anyMatch(epoch -> epoch.startOffset() < position
                        && epoch.atMicros() > afterMicros - LogStarts.REORDERING_MICROS
                        && epoch.atMicros() < beforeMicros + LogStarts.REORDERING_MICROS
                        && (to >= epoch.startOffset() || to == log.starts().metBy(to, beforeMicros)));
    }

    private boolean canBeCut() {
        return log.epochs().size() > 1 || !log.truncations().isEmpty() || !log.brokerLogs();
    }

    /** Who reads committed is given nothing that was aborted, nor of a transaction that is still open. */
    private void checkTransactions(SentBooks b) {
        Coverage transactions = b.transactions();
        for (int run = 0; run < transactions.size(); run++) {
            TransactionBooks.End end = TransactionBooks.End.ofTag(transactions.tag(run));
            if (end != TransactionBooks.End.ABORTED && end != TransactionBooks.End.OPEN) {
                continue;
            }
            Coverage.Cursor read = b.committed().at(transactions.start(run));
            long first = read.covers(transactions.start(run))
                    ? transactions.start(run)
                    : read.nextChange(transactions.start(run));
            if (first < transactions.end(run)) {
                objections.add(
                        "witness-committed: " + b.where() + ": sequence " + first + " was read committed, and its"
                                + " transaction " + (end == TransactionBooks.End.OPEN ? "is open" : "was aborted"));
            }
        }
    }

    /** What was acknowledged at an offset and seen, must have been seen there. */
    private void checkWitness(SentBooks b) {
        if (b.witnessed().conflicting() == 0) {
            SequenceCheck.samePartners(b.acks(), b.witnessed(), (sequence, acked, seen) -> {
                if (acked >= 0 && !mayHaveMoved(acked, seen, sequence, b)) {
                    objections.add("witness: " + b.where() + ": sequence " + sequence + " was acknowledged at offset "
                            + acked + " and seen at " + seen);
                }
            });
        }
    }

    /**
     * Whether a record may have had copies at two offsets, of which one was cut off: only a producer that is not
     * idempotent stores it again.
     */
    boolean mayHaveMoved(long one, long other, long sequence, SentBooks b) {
        return !b.sent().idempotent() && truncation(Math.min(one, other), -1, sequence, b) != null;
    }

    /**
     * Whether the witness had no reason to miss what was acknowledged at this offset: retention had not taken it before
     * the witness came by.
     */
    boolean shouldHaveBeenSeen(long offset) {
        if (witness == null) {
            return false;
        }
        Fate.Kind kind = witness.of(offset).kind();
        return kind != Fate.Kind.RETENTION_DELETED && kind != Fate.Kind.RECORDS_DELETED;
    }

    /** Whether the witness read on over this offset, or to the log's end: what it did not see there was not there. */
    boolean passedByWitness(long offset) {
        if (witness == null) {
            return false;
        }
        Fate.Kind kind = witness.of(offset).kind();
        return kind == Fate.Kind.PASSED || kind == Fate.Kind.AHEAD && offset < log.endOffset();
    }

    /** When the witness read on over this offset; -1 when that is not known. */
    long passedByWitnessAt(long offset) {
        return witness == null ? -1 : witness.of(offset).atMicros();
    }

    /** The end of the stretch of offsets, from this one on, for which the witness has the same answer. */
    long witnessStretch(long offset) {
        return witness == null ? Long.MAX_VALUE : witness.of(offset).to();
    }

    /**
     * Whether a record that was at this offset was cut off the log's end.
     *
     * @param atMicros when it was last known to be there; -1 when not known
     * @return null when nothing says so
     */
    Proof truncation(long offset, long atMicros, long sequence, SentBooks b) {
        PartitionLog.LeaderEpoch before = null;
        for (PartitionLog.LeaderEpoch epoch : log.epochs()) {
            if (before != null && epoch.startOffset() <= offset && epoch.atMicros() > atMicros) {
                return new Proof(election(before, epoch), epoch.atMicros());
            }
            before = epoch;
        }
        Coverage.Cursor there = occupants.at(offset);
        // seen before the record was there, it has not taken its place
        boolean another = there.covers(offset)
                && there.tag() >= 0
                && lastSeen.at(offset).atMicros() > atMicros - LogStarts.REORDERING_MICROS
                && (there.partner(offset) != sequence
                        || !sources.get(there.tag()).equals(b.source()));
        if (another && canBeCut()) {
            return new Proof("another record is at its offset", there.atMicros());
        }
        return !log.brokerLogs() && log.endOffset() <= offset ? new Proof("the log ends before it", -1) : null;
    }

    private static String election(PartitionLog.LeaderEpoch before, PartitionLog.LeaderEpoch epoch) {
        if (epoch.unclean()) {
            return "unclean election";
        }
        return before.leader() == epoch.leader() ? "the leader came back without it" : "clean election";
    }

    /** The end of the stretch of offsets, from this one on, with one occupant. */
    long occupantStretch(long offset) {
        long next = occupants.at(offset).nextChange(offset);
        for (PartitionLog.LeaderEpoch epoch : log.epochs()) {
            if (epoch.startOffset() > offset) {
                next = Math.min(next, epoch.startOffset());
            }
        }
        return log.endOffset() > offset ? Math.min(next, log.endOffset()) : next;
    }

    /**
     * When the log cleaner removed a record because a newer one of its key had taken its place.
     *
     * @param missedMicros when a reader passed its place without it: the cleaner had been there by then; -1 when unknown
     * @return null when it did not
     */
    Proof compaction(SentBooks b, long sequence, long offset, long missedMicros) {
        long period = b.sent().keyPeriod();
        if (!log.compacted() || period == 0) {
            return null;
        }
        for (long newer = sequence + period; newer < b.reserved(); newer += period) {
            long at = copy(b, newer);
            if (at > offset) {
                return cleanedPast(at, missedMicros);
            }
        }
        return null;
    }

    /** How many records after this one, itself included, have the same answer to {@link #compaction}: a lower bound. */
    long compactionStretch(SentBooks b, long sequence) {
        long period = b.sent().keyPeriod();
        if (!log.compacted() || period == 0 || sequence + period >= b.reserved()) {
            return Long.MAX_VALUE;
        }
        long newer = sequence + period;
        long end = Math.min(
                b.acks().at(newer).nextChange(newer), b.witnessed().at(newer).nextChange(newer));
        long at = copy(b, newer);
        if (at < 0) {
            return 1;
        }
        long stretch = Math.min(end, b.reserved()) - newer;
        long sameForWitness = witnessStretch(at);
        stretch = sameForWitness == Long.MAX_VALUE ? stretch : Math.min(stretch, sameForWitness - at);
        for (PartitionLog.Cleaning cleaning : log.cleanings()) {
            if (cleaning.upTo() > at) {
                stretch = Math.min(stretch, cleaning.upTo() - at);
            }
        }
        return Math.max(1, stretch);
    }

    /** Where a copy was in the log that readers saw: an acknowledgement of what was then cut off names none. */
    private long copy(SentBooks b, long sequence) {
        long seen = b.witnessed().at(sequence).partner(sequence);
        if (seen >= 0) {
            return seen;
        }
        Coverage.Cursor ack = b.acks().at(sequence);
        long acked = ack.partner(sequence);
        if (acked >= 0 && passedByWitness(acked)) {
            return -1; // it was not there, or a newer one had taken its place in turn
        }
        return acked < 0 || truncation(acked, ack.atMicros(), sequence, b) == null ? acked : -1;
    }

    /**
     * The same where only a pass of the log cleaner that is on record counts: nobody has passed the place without it.
     *
     * @return null when none did
     */
    Proof proofOfCompaction(SentBooks b, long sequence, long offset) {
        return log.brokerLogs() ? compaction(b, sequence, offset, -1) : null;
    }

    private Proof cleanedPast(long newer, long missedMicros) {
        if (!log.brokerLogs()) {
            return new Proof("inferred: the topic is compacted", -1);
        }
        for (PartitionLog.Cleaning cleaning : log.cleanings()) {
            boolean before = missedMicros < 0 || cleaning.atMicros() <= missedMicros + LogStarts.REORDERING_MICROS;
            if (cleaning.upTo() > newer && before) {
                return new Proof("a newer record of its key took its place", cleaning.atMicros());
            }
        }
        return null;
    }

    /** Positions that both cover. */
    static long common(Coverage a, Coverage b) {
        long common = 0;
        Coverage.Cursor in = b.cursor();
        for (int run = 0; run < a.size(); run++) {
            long at = a.start(run);
            while (at < a.end(run)) {
                in.moveTo(at);
                long next = Math.min(a.end(run), in.nextChange(at));
                common += in.covers(at) ? next - at : 0;
                at = next;
            }
        }
        return common;
    }
}
