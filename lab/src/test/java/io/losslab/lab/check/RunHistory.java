package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import java.util.ArrayList;
import java.util.List;

/** Evidence of an imagined run with one source and one partition, to be damaged by tests in known ways. */
final class RunHistory {
    static final Source SOURCE = new Source("run", "prod");
    static final String GROUP = "group";

    final RunTable acks = new RunTable();
    final RunTable failures = new RunTable();
    final RunTable deliveries = new RunTable();
    final RunTable outcomes = new RunTable();
    final RunTable commits = new RunTable();
    final RunTable witnessed = new RunTable();
    final RunTable misrouted = new RunTable();
    final RunTable committedWitnessed = new RunTable();
    final RunTable deadLetters = new RunTable();
    final List<LogStarts.Increment> increments = new ArrayList<>();
    final List<PartitionLog.LeaderEpoch> epochs = new ArrayList<>();
    final List<PartitionLog.Cleaning> cleanings = new ArrayList<>();
    final List<Dumped> dumped = new ArrayList<>();
    List<OffsetEvent> offsets;
    boolean transactional;
    boolean hasDeadLetters;
    boolean positionsJournaled = true;
    boolean compacted;
    boolean idempotent = true;
    long keyPeriod;
    final List<String> holes = new ArrayList<>();
    long reserved;
    long handedOver;
    long logStart;
    long end;
    boolean deadlinePassed = true;

    /** Records 0 to {@code n} sent, acknowledged at offset = sequence, and seen by the witness. */
    static RunHistory sent(long n) {
        return new RunHistory().assigned(-1, 0, 50).sends(n);
    }

    /** Records 0 to {@code n} sent, acknowledged at offset = sequence, and seen by the witness. */
    RunHistory sends(long n) {
        reserved = n;
        handedOver = n;
        end = n;
        acks.add(EntryKind.ACKED, 0, 0, 0, 0, n, 100, 200);
        witnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, n, 100, 200);
        return this;
    }

    /** A member takes the partition over. */
    RunHistory assigned(long committed, long position, long atMicros) {
        deliveries.add(EntryKind.ASSIGNED, 0, -1, committed, position, 1, atMicros, atMicros);
        return this;
    }

    RunHistory reset(ResetTrigger trigger, long before, long after, long atMicros) {
        deliveries.add(EntryKind.RESET, trigger.code(), -1, before, after, 1, atMicros, atMicros);
        return this;
    }

    RunHistory event(EntryKind kind, long before, long after, long atMicros) {
        deliveries.add(kind, 0, -1, before, after, 1, atMicros, atMicros);
        return this;
    }

    RunHistory delivered(long from, long to, long atMicros) {
        deliveries.add(EntryKind.DELIVERED, 0, 0, from, from, to - from, atMicros, atMicros);
        return this;
    }

    RunHistory processed(long from, long to) {
        return outcome(EntryKind.PROCESSED, from, to);
    }

    RunHistory outcome(EntryKind kind, long from, long to) {
        outcomes.add(kind, 0, 0, from, from, to - from, 300, 300);
        return this;
    }

    RunHistory read(long from, long to, long atMicros) {
        return delivered(from, to, atMicros).processed(from, to);
    }

    RunHistory committed(long offset) {
        commits.add(EntryKind.COMMITTED, 0, -1, -1, offset, 1, 400, 400);
        return this;
    }

    RunHistory retentionTo(long offset, long atMicros) {
        increments.add(new LogStarts.Increment(
                atMicros, offset, LogStarts.Reason.SEGMENT_DELETION, LogStarts.Basis.BROKER_LOG));
        logStart = Math.max(logStart, offset);
        return this;
    }

    RunHistory deleteRecordsTo(long offset, long atMicros) {
        increments.add(
                new LogStarts.Increment(atMicros, offset, LogStarts.Reason.DELETE_RECORDS, LogStarts.Basis.BROKER_LOG));
        logStart = Math.max(logStart, offset);
        return this;
    }

    RunEvidence evidence() {
        List<Source> sources = List.of(SOURCE);
        Instance instance = new Instance("i1", sources, positionsJournaled, deliveries, outcomes, commits, misrouted);
        GroupEvidence group = new GroupEvidence(
                GROUP, List.of(instance), offsets, hasDeadLetters ? new Seen(sources, deadLetters) : null, List.of());
        PartitionLog log = new PartitionLog(
                new LogStarts(increments),
                List.of(),
                epochs,
                cleanings,
                logStart,
                end,
                true,
                compacted || !cleanings.isEmpty());
        PartitionEvidence partition = new PartitionEvidence(
                0,
                List.of(new Sent(SOURCE, reserved, handedOver, keyPeriod, idempotent, acks, failures)),
                new Seen(sources, witnessed),
                transactional ? new Seen(sources, committedWitnessed) : null,
                log,
                dumped,
                name -> group,
                List.of());
        return new RunEvidence(1, deadlinePassed, List.of(GROUP), p -> partition, holes);
    }

    RunAccounts balance() {
        return AccountsCheck.balance(evidence());
    }

    /** The only group's books; the run must be valid. */
    GroupAccounts group() {
        RunAccounts accounts = balance();
        if (!accounts.isValid()) {
            throw new AssertionError("invalid evidence: " + accounts.faults());
        }
        return accounts.groups().get(0);
    }
}
