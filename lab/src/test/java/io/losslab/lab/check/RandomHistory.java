package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Transactions;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random run of one producer, one partition and one group, simulated record by record. It writes the evidence that such
 * a run leaves, and keeps what truly became of each record: an oracle that shares nothing with the checker.
 */
final class RandomHistory {
    private enum Place {
        NOT_IN_LOG,
        AHEAD,
        IN_HAND,
        /** It was in the hand of a member that is gone. */
        ABANDONED,
        DONE
    }

    /** Beyond whatever the log may come to. */
    private static final int FAR = 10_000;

    /** In {@link #log}: a record of somebody else's, and an offset that no reader is given anything from. */
    private static final int FOREIGN = -1;

    private static final int HOLE = -2;
    private static final int KEYS = 7;
    private static final int DEFINITE = 2;
    private static final int INDEFINITE = 5;

    final RunHistory evidence = new RunHistory();
    private final Random random;
    private final boolean lossy;
    private final boolean commitsEarly;
    private final boolean latest;
    private final boolean transactional;
    private final boolean compacted;
    /** With acks=0 the producer is told nothing, and notes an acknowledgement without an offset for each record. */
    private final boolean acksNothing;
    /** The producer notes how its transactions end, and they may stay open over several steps. */
    private final boolean journaled;

    /** Where the open transaction began in the log; -1 when none is open. */
    private int lastStable = -1;
    /** The first sequence that no ended transaction has. */
    private int undecided;
    /** The group's last member is gone for good. */
    private boolean dead;
    /** Of the last operator's move: it lay beyond the log's end. */
    private int beyond = -1;

    private final List<Long> deletedAt = new ArrayList<>(); // by offset

    private final List<Integer> log = new ArrayList<>(); // offset -> sequence
    private final List<Place> places = new ArrayList<>();
    private final List<Outcome> truth = new ArrayList<>();
    private final List<Integer> offsets = new ArrayList<>();
    private final List<Outcome> deletedBy = new ArrayList<>(); // by offset
    private final List<Integer> cleaned = new ArrayList<>(); // sequences that the log cleaner took
    private final List<Integer> inHand = new ArrayList<>();
    private int logStart;
    private int position;
    /**
     * The witness has been below it: at an offset that it has once read, a silent loss after a cut is not told from what
     * happened to that offset later. The checker does not claim it.
     */
    private int seenTo;
    /** Where the group has been. */
    private int deepest;

    private final SimulatedCommits commits = new SimulatedCommits();
    private final SimulatedDeadLetters deadLetters;
    private int processedTo;

    private long clock = 1_000;

    RandomHistory(long seed, boolean lossy) {
        random = new Random(seed);
        this.lossy = lossy;
        commitsEarly = lossy && random.nextInt(3) == 0;
        latest = lossy && random.nextInt(3) == 0;
        transactional = random.nextInt(3) == 0;
        journaled = transactional && random.nextInt(4) > 0;
        compacted = lossy && !transactional && random.nextInt(3) == 0;
        acksNothing = !transactional && random.nextInt(4) == 0;
        evidence.transactional = transactional;
        evidence.readCommitted = transactional;
        evidence.transactionEnds = journaled ? new RunTable() : null;
        evidence.compacted = compacted;
        evidence.keyPeriod = KEYS;
        evidence.epochs.add(new PartitionLog.LeaderEpoch(clock, 0, 1, 0, false));
        evidence.offsets = new ArrayList<>();
        deadLetters = new SimulatedDeadLetters(evidence, new Random(seed + 1));
        evidence.assigned(-1, 0, clock);
        int steps = 10 + random.nextInt(40);
        for (int i = 0; i < steps; i++) {
            clock += 10_000_000;
            step();
            deadLetters.step(clock);
        }
        end();
    }

    private void step() {
        switch (random.nextInt(lossy ? 15 : 6)) {
            case 0, 1 -> produce(1 + random.nextInt(20));
            case 2 -> poll();
            case 3, 4 -> process(random.nextInt(20));
            case 5 -> commit();
            case 6 -> deleteUpTo();
            case 7 -> restart();
            case 8 -> electLeader(random.nextInt(8));
            case 9 -> clean();
            case 10 -> cutBack();
            case 11 -> bringBack();
            case 12 -> dead |= random.nextInt(6) == 0;
            default -> poll();
        }
    }

    private void produce(int records) {
        boolean aborts = transactional && !journaled && lossy && random.nextInt(4) == 0;
        if (journaled && lastStable < 0) {
            lastStable = log.size();
        }
        for (int i = 0; i < records; i++) {
            int sequence = places.size();
            int roll = lossy ? random.nextInt(100) : 99;
            if (roll == 10) {
                foreign();
            }
            if (roll < 6) {
                intend(Place.NOT_IN_LOG, -1);
            } else if (roll == 11 && !aborts && log.size() >= seenTo) {
                intend(Place.NOT_IN_LOG, log.size());
                append(HOLE);
                truth.set(sequence, acksNothing ? Outcome.ACK_WITHOUT_PROOF : Outcome.SILENT_LOG_LOSS);
                foreign(); // or nobody could tell the loss from a deletion that comes before the next record
            } else {
                store(sequence, aborts);
            }
            answer(sequence, roll);
        }
        if (journaled) {
            if (!lossy || random.nextInt(3) > 0) {
                endTransaction(lossy && random.nextInt(3) == 0, true);
            }
        } else if (transactional) {
            append(HOLE); // the marker
        }
    }

    /** The producer, or the coordinator in its place, ends the transaction that is open. */
    private void endTransaction(boolean abort, boolean told) {
        clock += 1_000_000;
        for (int sequence = undecided; sequence < places.size(); sequence++) {
            int offset = offsets.get(sequence);
            boolean stored = offset >= 0 && offset < log.size() && log.get(offset) == sequence;
            if (abort) {
                truth.set(sequence, Outcome.ABORTED);
                places.set(sequence, Place.NOT_IN_LOG);
                if (stored) {
                    log.set(offset, HOLE);
                }
            } else if (stored && offset >= logStart) {
                evidence.committedWitnessed.add(EntryKind.DELIVERED, 0, 0, sequence, offset, 1, clock, clock);
            }
        }
        if (told && places.size() > undecided) {
            EntryKind kind = abort ? EntryKind.TRANSACTION_ABORTED : EntryKind.TRANSACTION_COMMITTED;
            evidence.transactionEnds.add(kind, 0, 0, places.size(), -1, 1, clock, clock);
        } else if (!told) {
            boolean seen = !abort
                    && evidence.committedWitnessed.size() > 0
                    && evidence.committedWitnessed.firstSequence(evidence.committedWitnessed.size() - 1) >= undecided;
            boolean known = seen && random.nextBoolean();
            evidence.rest =
                    known ? Transactions.Rest.UNKNOWN : abort ? Transactions.Rest.ABORTED : Transactions.Rest.COMMITTED;
        }
        undecided = places.size();
        lastStable = -1;
        append(HOLE); // the marker
    }

    /** The end of what the group can be given. */
    private int readableEnd() {
        return lastStable < 0 ? log.size() : lastStable;
    }

    /** A crash of the broker: the log starts where its last checkpoint says. */
    private void bringBack() {
        if (logStart == 0 || compacted) { // a cleaner that ran meanwhile left what is below
            return;
        }
        clock += 10_000_000;
        logStart = random.nextInt(logStart);
        for (int offset = logStart; offset < log.size(); offset++) {
            deletedBy.set(offset, null);
        }
        evidence.returns.add(new LogStarts.Return(clock, logStart));
    }

    private void foreign() {
        append(FOREIGN);
        evidence.witnessed.add(EntryKind.DELIVERED_UNIDENTIFIED, 0, -1, -1, log.size() - 1, 1, clock, clock);
    }

    private void append(int what) {
        log.add(what);
        deletedBy.add(null);
        deletedAt.add(0L);
    }

    private void intend(Place place, int offset) {
        places.add(place);
        truth.add(null);
        offsets.add(offset);
    }

    private void store(int sequence, boolean aborted) {
        intend(aborted ? Place.NOT_IN_LOG : Place.AHEAD, log.size());
        append(aborted ? HOLE : sequence);
        evidence.witnessed.add(EntryKind.DELIVERED, 0, 0, sequence, log.size() - 1, 1, clock, clock);
        if (aborted) {
            truth.set(sequence, Outcome.ABORTED);
        } else if (!journaled) {
            evidence.committedWitnessed.add(EntryKind.DELIVERED, 0, 0, sequence, log.size() - 1, 1, clock, clock);
        }
    }

    private void answer(int sequence, int roll) {
        if (roll < 2) {
            failed(sequence, DEFINITE);
            truth.set(sequence, Outcome.NOT_ACKED);
        } else if (roll < 4) {
            failed(sequence, INDEFINITE);
            truth.set(sequence, Outcome.NOT_ACKED);
        } else if (roll < 6) {
            evidence.acks.add(EntryKind.ACKED, 0, 0, sequence, -1, 1, clock, clock);
            truth.set(sequence, Outcome.ACK_WITHOUT_PROOF);
        } else if (roll < 8) {
            failed(sequence, INDEFINITE); // and stored all the same
        } else {
            long offset = acksNothing ? -1 : offsets.get(sequence);
            evidence.acks.add(EntryKind.ACKED, 0, 0, sequence, offset, 1, clock, clock);
        }
    }

    /** The leader dies with records that it alone had, and had acknowledged. */
    private void electLeader(int records) {
        for (int i = 0; i < records; i++) {
            intend(Place.NOT_IN_LOG, log.size() + i);
            truth.set(places.size() - 1, acksNothing ? Outcome.ACK_WITHOUT_PROOF : Outcome.TRUNCATED);
            answer(places.size() - 1, 99);
        }
        clock += 10_000_000;
        evidence.epochs.add(new PartitionLog.LeaderEpoch(clock, evidence.epochs.size(), 1, log.size(), false));
    }

    /** The leader comes back with less than readers have seen: its disk was replaced, or it was not in sync. */
    private void cutBack() {
        if (compacted || transactional || position < logStart || position >= log.size() || deepest > position) {
            return;
        }
        int to = position + random.nextInt(log.size() - position);
        if (commits.valid() > to) {
            return;
        }
        seenTo = Math.max(seenTo, log.size());
        clock += 10_000_000;
        for (int offset = log.size() - 1; offset >= to; offset--) {
            int sequence = log.get(offset);
            if (sequence >= 0 && places.get(sequence) == Place.AHEAD) {
                truth.set(sequence, Outcome.TRUNCATED);
                places.set(sequence, Place.NOT_IN_LOG);
            }
            log.remove(offset);
            deletedBy.remove(offset);
            deletedAt.remove(offset);
        }
        for (int sequence = 0; sequence < truth.size(); sequence++) {
            if (truth.get(sequence) == Outcome.SILENT_LOG_LOSS && offsets.get(sequence) >= to) {
                truth.set(sequence, Outcome.TRUNCATED); // a violation is what nothing else can have been
            }
        }
        evidence.epochs.add(new PartitionLog.LeaderEpoch(clock, evidence.epochs.size(), 1, to, false));
    }

    /** The log cleaner keeps the newest record of each key, of all that are in the log now. */
    private void clean() {
        if (!compacted) {
            return;
        }
        Map<Integer, Integer> newest = new HashMap<>();
        log.stream().filter(s -> s >= 0).forEach(s -> newest.merge(s % KEYS, s, Math::max));
        for (int offset = logStart; offset < log.size(); offset++) {
            int sequence = log.get(offset);
            if (sequence >= 0 && newest.get(sequence % KEYS) != sequence) {
                cleaned.add(sequence);
            }
        }
        evidence.cleanings.add(new PartitionLog.Cleaning(clock, log.size()));
    }

    private void failed(int sequence, int code) {
        evidence.failures.add(EntryKind.FAILED, code, 0, sequence, -1, 1, clock, clock);
    }

    private void poll() {
        if (dead) {
            return;
        }
        if (beyond >= 0) {
            int to = latest ? readableEnd() : logStart;
            evidence.reset(ResetTrigger.OUT_OF_RANGE, beyond, to, clock);
            beyond = -1;
            rewind(0); // whatever had passed it does so no more
            goTo(to, Outcome.SKIPPED_RESET);
            processedTo = position;
        } else if (position < logStart) {
            int to = Math.max(logStart, latest ? readableEnd() : logStart);
            evidence.reset(ResetTrigger.OUT_OF_RANGE, position, to, clock);
            jump(to, Outcome.SKIPPED_RESET);
        }
        int end = Math.min(readableEnd(), position + 1 + random.nextInt(30));
        while (end > position && !isReadable(end - 1)) {
            end--; // what it is not given does not show where it stands
        }
        for (; position < end; position++) {
            int sequence = log.get(position);
            if (sequence == FOREIGN) {
                evidence.deliveries.add(EntryKind.DELIVERED_UNIDENTIFIED, 0, -1, -1, position, 1, clock, clock);
                evidence.outcomes.add(EntryKind.PROCESSED_FOREIGN, 0, -1, -1, position, 1, clock, clock);
            } else if (isReadable(position)) {
                evidence.deliveries.add(EntryKind.DELIVERED, 0, 0, sequence, position, 1, clock, clock);
                if (places.get(sequence) != Place.DONE) {
                    places.set(sequence, Place.IN_HAND);
                }
                inHand.add(sequence);
            } else if (sequence >= 0 && places.get(sequence) != Place.DONE) {
                truth.set(sequence, Outcome.COMPACTED);
                places.set(sequence, Place.NOT_IN_LOG);
            }
        }
    }

    private boolean isReadable(int offset) {
        int sequence = log.get(offset);
        return sequence == FOREIGN || sequence >= 0 && !cleaned.contains(sequence);
    }

    private void jump(int to, Outcome cause) {
        for (; position < to; position++) {
            int sequence = log.get(position);
            if (sequence >= 0 && places.get(sequence) != Place.DONE) {
                truth.set(sequence, position < logStart ? deletedBy.get(position) : cause);
                places.set(sequence, Place.NOT_IN_LOG);
            }
        }
    }

    private void process(int records) {
        if (dead) {
            return;
        }
        for (int i = 0; i < records && !inHand.isEmpty(); i++) {
            int sequence = inHand.remove(0);
            int roll = lossy ? random.nextInt(60) : 59;
            EntryKind kind = roll == 0
                    ? EntryKind.IGNORED
                    : roll == 1
                            ? EntryKind.DEAD_LETTERED
                            : roll == 2 ? EntryKind.DEAD_LETTER_FAILED : EntryKind.PROCESSED;
            int offset = offsets.get(sequence);
            evidence.outcomes.add(kind, 0, 0, sequence, offset, 1, clock, clock);
            if (kind == EntryKind.DEAD_LETTERED) {
                deadLetters.handedOn(sequence, clock);
            } else if (kind == EntryKind.DEAD_LETTER_FAILED) {
                deadLetters.refused(sequence, clock);
            }
            done(sequence, kind);
            processedTo = offset + 1;
        }
        if (inHand.isEmpty()) {
            processedTo = position;
        }
    }

    private void done(int sequence, EntryKind kind) {
        Outcome now =
                switch (kind) {
                    case IGNORED -> Outcome.IGNORED;
                    case DEAD_LETTERED -> Outcome.DEAD_LETTERED;
                    case DEAD_LETTER_FAILED -> Outcome.DEAD_LETTER_FAILED;
                    default -> Outcome.PROCESSED;
                };
        boolean first = places.get(sequence) != Place.DONE;
        if (first || now == Outcome.PROCESSED) {
            truth.set(sequence, now);
        }
        places.set(sequence, Place.DONE);
    }

    private void commit() {
        if (dead || beyond >= 0) {
            return;
        }
        commits.moveTo(commitsEarly ? position : processedTo, true, log.size(), clock);
        evidence.commits.add(EntryKind.COMMITTED, 0, -1, -1, commits.committed(), 1, clock, clock);
        evidence.offsets.add(new OffsetEvent(clock, commits.committed(), null));
    }

    /** Without the producer's account nobody can tell an abort from what retention kept from a reader. */
    private void deleteUpTo() {
        if (logStart == log.size() || transactional && !journaled) {
            return;
        }
        int to = logStart + 1 + random.nextInt(log.size() - logStart);
        boolean retention = random.nextBoolean();
        for (int offset = logStart; offset < to; offset++) {
            deletedBy.set(offset, retention ? Outcome.RETENTION_DELETED : Outcome.RECORDS_DELETED);
            deletedAt.set(offset, clock);
        }
        logStart = to;
        if (retention) {
            evidence.retentionTo(to, clock);
        } else {
            evidence.deleteRecordsTo(to, clock);
        }
    }

    /** SIGKILL; sometimes an operator moves the group meanwhile; another member takes over. */
    private void restart() {
        if (dead) {
            return;
        }
        clock += 10_000_000;
        abandon();
        boolean moved = random.nextInt(3) == 0 && operatorMoves();
        clock += 10_000_000;
        if (commits.committed() > log.size()) {
            evidence.assigned(commits.committed(), commits.committed(), clock);
            beyond = commits.committed();
            poll(); // its first fetch tells it
        } else if (commits.committed() >= 0) {
            evidence.assigned(commits.committed(), commits.committed(), clock);
            beyond = -1;
            goTo(commits.committed(), moved ? Outcome.SKIPPED_SEEK : Outcome.COMMITTED_NOT_DELIVERED);
        } else {
            int to = latest ? readableEnd() : logStart;
            evidence.assigned(-1, to, clock);
            beyond = -1;
            rewind(0);
            goTo(to, Outcome.SKIPPED_INITIAL);
        }
        processedTo = position;
    }

    /** What was in hand is in nobody's any more. */
    private void abandon() {
        if (lossy && !inHand.isEmpty()) {
            deadLetters.unnoted(inHand.get(0), clock);
        }
        for (int sequence : inHand) {
            if (places.get(sequence) == Place.IN_HAND) {
                places.set(sequence, Place.ABANDONED);
            }
        }
        inHand.clear();
        deepest = Math.max(deepest, position);
    }

    /** An operator moves the commits.committed() offset of the group that has no member, and maybe thinks better of it. */
    private boolean operatorMoves() {
        boolean moved = false;
        for (int moves = 1 + random.nextInt(3); moves > 0; moves--) {
            int to = random.nextInt(8) == 0 ? log.size() + FAR : random.nextInt(log.size() + 1);
            if (!commits.madeByMember(to)) {
                clock += 1_000_000;
                evidence.offsets.add(new OffsetEvent(clock, to, null));
                commits.moveTo(to, false, log.size(), clock);
                moved = true;
            }
        }
        return moved;
    }

    private void goTo(int to, Outcome cause) {
        if (to > position) {
            jump(to, cause);
        } else {
            rewind(to);
        }
    }

    /** What lies beyond is to be read again, whatever was said of it before. */
    private void rewind(int to) {
        for (int offset = to; offset < position; offset++) {
            int sequence = log.get(offset);
            if (sequence >= 0 && places.get(sequence) != Place.DONE) {
                places.set(sequence, Place.AHEAD);
                truth.set(sequence, null);
            }
        }
        position = to;
    }

    private void end() {
        if (!lossy) {
            clock += 10_000_000;
            for (int offset = log.size() - 1; offset >= position; offset--) {
                while (isReadable(offset) && position <= offset) {
                    poll();
                }
            }
            process(Integer.MAX_VALUE);
            commit();
        }
        if (lastStable >= 0 && (!lossy || random.nextBoolean())) {
            endTransaction(lossy && random.nextBoolean(), false);
        } else if (lastStable >= 0) {
            boolean seen = log.subList(lastStable, log.size()).stream().anyMatch(sequence -> sequence >= 0);
            evidence.rest = random.nextBoolean() || !seen ? Transactions.Rest.OPEN : Transactions.Rest.UNKNOWN;
            evidence.blocked = new PartitionLog.Blocked(lastStable, "somebody");
        }
        if (dead || lossy && random.nextInt(4) == 0) {
            nobodyComes();
        }
        for (int sequence = 0; sequence < truth.size(); sequence++) {
            int offset = offsets.get(sequence);
            if (places.get(sequence) == Place.IN_HAND || places.get(sequence) == Place.ABANDONED) {
                truth.set(sequence, neverFinished(sequence, offset));
            } else if (places.get(sequence) == Place.AHEAD) {
                boolean blocked = lastStable >= 0 && offset >= lastStable;
                truth.set(
                        sequence,
                        offset < logStart ? deletedBy.get(offset) : blocked ? Outcome.IN_FLIGHT : Outcome.UNDRAINED);
            }
        }
        deadLetters.correct(truth);
        evidence.reserved = places.size();
        evidence.handedOver = places.size();
        evidence.end = log.size();
        evidence.logStart = logStart;
    }

    /** The group is gone for good; sometimes an operator moves it all the same, and the next member would start there. */
    private void nobodyComes() {
        clock += 10_000_000;
        abandon();
        if (random.nextBoolean() && operatorMoves() && commits.committed() <= log.size()) {
            goTo(commits.committed(), Outcome.SKIPPED_SEEK);
        }
    }

    private Outcome neverFinished(int sequence, int offset) {
        boolean gone = offset < logStart;
        if (commits.hasPassed(offset)) {
            SimulatedCommits.Passed by = commits.passed(offset);
            boolean first = gone && deletedAt.get(offset) <= by.atMicros();
            return by.byMember()
                    ? Outcome.COMMITTED_NOT_PROCESSED
                    : first ? deletedBy.get(offset) : Outcome.SKIPPED_SEEK;
        }
        return gone ? deletedBy.get(offset) : cleaned.contains(sequence) ? Outcome.COMPACTED : Outcome.UNDRAINED;
    }

    /** What truly became of the records, by outcome. */
    Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        truth.forEach(outcome -> outcomes.merge(outcome, 1L, Long::sum));
        return outcomes;
    }

    /** Of the dead-lettered ones: what became of them in their topic. */
    Map<Outcome, Long> passedOn() {
        return deadLetters.passedOn(truth);
    }

    SimulatedDeadLetters deadLetters() {
        return deadLetters;
    }

    int records() {
        return places.size();
    }
}
