package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.LegOrigin;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of one partition of a leg before any group is looked at, checked for contradictions. */
final class PartitionBooks {
    private static final Coverage NOTHING = new Coverage.Builder().build();

    private final PartitionEvidence evidence;
    private final PartitionLog log;
    private final LegOrigin origin;
    private final List<Source> sources;
    private final List<SentBooks> sent = new ArrayList<>();
    private final Objections objections;
    private final Truncations truncations;
    private final WitnessWay witness;
    private final Compactions compactions;
    private long logDuplicates;
    private long storedNotAcked;

    /**
     * @param evidence with what the leg's origin intended
     */
    PartitionBooks(PartitionEvidence evidence, LegOrigin origin, Objections objections) {
        this.evidence = evidence;
        this.origin = origin;
        this.objections = objections;
        log = evidence.log();
        evidence.holes().forEach(objections::hole);
        sources = evidence.sent().stream().map(Sent::source).toList();
        checkSources("witness", evidence.witness());
        truncations = new Truncations(log, sources, evidence.witness());
        witness = new WitnessWay(log, evidence.witness());
        compactions = new Compactions(log, witness, truncations);
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
        ReplicaCheck replicas =
                new ReplicaCheck(log, sources, truncations.occupants(), truncations.lastSeen(), objections);
        for (Dumped dumped : evidence.dumped()) {
            checkSources(dumped.name(), dumped.records());
            replicas.check(dumped, evidence.partition());
        }
        witness.check("partition " + partition(), objections);
    }

    int partition() {
        return evidence.partition();
    }

    PartitionEvidence evidence() {
        return evidence;
    }

    /** The furthest that the log is known to have reached, cut off or not. */
    long highestEnd() {
        return Math.max(log.endOffset(), truncations.occupants().end());
    }

    /** What kept committed records from who reads committed, at the end of the run; null when nothing did. */
    PartitionLog.@Nullable Blocked blocked() {
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

    Truncations truncations() {
        return truncations;
    }

    WitnessWay witness() {
        return witness;
    }

    Compactions compactions() {
        return compactions;
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
    private void checkSources(String stream, @Nullable Seen seen) {
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
                objections.add(stream + ", partition " + partition() + ": records of " + named.get(id) + ", "
                        + origin.strangers());
            }
        }
    }

    private void checkSent(SentBooks b) {
        String where = "send ledger of " + b.where();
        if (b.acks().end() > b.reserved() || b.failures().end() > b.reserved()) {
            objections.add(where + ": an outcome of a sequence that was never intended");
        }
        if (b.sent().intended().handedOver() > b.reserved()) {
            objections.add(where + ": more records handed over than intended");
        }
        if (b.acks().repeated() + b.failures().repeated() + common(b.acks(), b.failures()) > 0) {
            objections.add(where + ": a record with two outcomes");
        }
        Coverage possible = b.sent().intended().possible();
        if (b.witnessed().end() > possible.end()) {
            objections.add(
                    "witness: " + b.where() + ": sequence " + (b.witnessed().end() - 1) + " was never intended");
        } else {
            long stranger = SequenceCheck.firstMissing(b.witnessed(), possible);
            if (stranger >= 0) {
                objections.add("witness: " + b.where() + ": sequence " + stranger + " was never intended");
            }
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
        if (truncations.occupants().repeated() > 0 && !truncations.arePossible()) {
            objections.add(
                    "witness: partition " + partition() + ": two records at one offset, and nothing was cut off");
        }
        if (witness.position() > log.endOffset() && !truncations.arePossible()) {
            objections.add("witness: partition " + partition() + " was read to " + witness.position()
                    + ", but the log ended at " + log.endOffset());
        }
    }

    /** Who reads committed is given nothing that was aborted, nor of a transaction that is still open. */
    private void checkTransactions(SentBooks b) {
        Coverage transactions = b.transactions();
        for (int run = 0; run < transactions.size(); run++) {
            TransactionBooks.End end = TransactionBooks.End.ofTag(transactions.tag(run));
            if (end != TransactionBooks.End.ABORTED && end != TransactionBooks.End.OPEN) {
                continue;
            }
            Coverage.Cursor read = Objects.requireNonNull(b.committed()).at(transactions.start(run));
            long first = read.covers(transactions.start(run))
                    ? transactions.start(run)
                    : read.nextChange(transactions.start(run));
            if (first < transactions.end(run)) {
                objections.add("witness-committed: " + b.where() + ": sequence " + first
                        + " was read committed, and its transaction "
                        + (end == TransactionBooks.End.OPEN ? "is open" : "was aborted"));
            }
        }
    }

    /** What was acknowledged at an offset and seen, must have been seen there. */
    private void checkWitness(SentBooks b) {
        if (b.witnessed().conflicting() == 0) {
            SequenceCheck.samePartners(b.acks(), b.witnessed(), (sequence, acked, seen) -> {
                if (acked >= 0 && !truncations.mayHaveMoved(acked, seen, sequence, b)) {
                    objections.add("witness: " + b.where() + ": sequence " + sequence + " was acknowledged at offset "
                            + acked + " and seen at " + seen);
                }
            });
        }
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
