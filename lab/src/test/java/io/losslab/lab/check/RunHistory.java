package io.losslab.lab.check;

import io.losslab.lab.check.evidence.DeadLetters;
import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Intentions;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.Load;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.lab.check.evidence.Transactions;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

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
    final List<LogStarts.Increment> deadIncrements = new ArrayList<>();
    final List<Source> deadSources = new ArrayList<>(List.of(SOURCE));
    long deadEnd;
    final List<LogStarts.Increment> increments = new ArrayList<>();
    final List<PartitionLog.LeaderEpoch> epochs = new ArrayList<>();
    final List<PartitionLog.Cleaning> cleanings = new ArrayList<>();
    final List<Dumped> dumped = new ArrayList<>();
    final List<LogStarts.Return> returns = new ArrayList<>();
    /** Null when the producer kept no account of its transactions. */
    RunTable transactionEnds;

    Transactions.Rest rest = Transactions.Rest.NONE;
    PartitionLog.Blocked blocked;
    boolean readCommitted;
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
        return evidence(table -> table);
    }

    /** The same with every table as a journal holds it: what goes on where the last entry ended is joined to that. */
    RunEvidence journaled() {
        return evidence(RunHistory::joined);
    }

    private static RunTable joined(RunTable table) {
        RunTable joined = new RunTable();
        for (int i = 0; i < table.size(); ) {
            int next = i + 1;
            while (next < table.size() && goesOn(table, next - 1, next)) {
                next++;
            }
            long count = 0;
            for (int one = i; one < next; one++) {
                count += table.count(one);
            }
            joined.add(
                    table.kind(i),
                    table.detail(i),
                    table.sourceId(i),
                    table.firstSequence(i),
                    table.firstOffset(i),
                    count,
                    table.firstAtMicros(i),
                    table.lastAtMicros(next - 1));
            i = next;
        }
        return joined;
    }

    private static boolean goesOn(RunTable table, int before, int entry) {
        boolean event =
                switch (table.kind(entry)) {
                    case ASSIGNED, REVOKED, LOST, RESET, SOUGHT, COMMITTED -> true;
                    default -> false;
                };
        long sequence = table.firstSequence(before) < 0 ? -1 : table.endSequence(before);
        long offset = table.firstOffset(before) < 0 ? -1 : table.endOffset(before);
        return !event
                && table.kind(entry) == table.kind(before)
                && table.detail(entry) == table.detail(before)
                && table.sourceId(entry) == table.sourceId(before)
                && table.firstSequence(entry) == sequence
                && table.firstOffset(entry) == offset
                && table.firstAtMicros(entry) - table.lastAtMicros(before) <= 500_000;
    }

    private RunEvidence evidence(UnaryOperator<RunTable> form) {
        List<Source> sources = List.of(SOURCE);
        Instance instance = new Instance(
                "i1",
                sources,
                positionsJournaled,
                form.apply(deliveries),
                form.apply(outcomes),
                commits,
                form.apply(misrouted));
        GroupEvidence group = new GroupEvidence(GROUP, List.of(instance), offsets, readCommitted, List.of());
        PartitionLog log = new PartitionLog(
                new LogStarts(increments, returns),
                List.of(),
                epochs,
                cleanings,
                logStart,
                end,
                true,
                compacted || !cleanings.isEmpty(),
                blocked);
        PartitionEvidence partition = new PartitionEvidence(
                0,
                List.of(new Sent(
                        SOURCE,
                        Intentions.upTo(reserved, handedOver),
                        keyPeriod,
                        idempotent,
                        form.apply(acks),
                        form.apply(failures),
                        transactionEnds == null ? null : new Transactions(transactionEnds, rest))),
                new Seen(sources, form.apply(witnessed)),
                transactional ? new Seen(sources, form.apply(committedWitnessed)) : null,
                log,
                dumped,
                name -> group,
                List.of());
        List<Leg> legs = new ArrayList<>();
        legs.add(new Leg(new Load(), "topic", 1, List.of(GROUP), p -> partition));
        if (hasDeadLetters) {
            PartitionEvidence dead = dead(new Seen(deadSources, form.apply(deadLetters)));
            legs.add(new Leg(new DeadLetters(GROUP), "dead", 1, List.of(), p -> dead));
        }
        return new RunEvidence(legs, deadlinePassed, holes);
    }

    private PartitionEvidence dead(Seen witness) {
        LogStarts starts = new LogStarts(deadIncrements);
        PartitionLog log =
                new PartitionLog(starts, List.of(), List.of(), List.of(), starts.last(), deadEnd, true, false, null);
        return new PartitionEvidence(0, List.of(), witness, null, log, List.of(), GroupEvidence::toCome, List.of());
    }

    RunAccounts balance() {
        return AccountsCheck.balance(evidence());
    }

    /** The only group's books; the run must be valid. */
    GroupAccounts group() {
        RunAccounts accounts = balance();
        if (!accounts.isValid()) {
            throw new AssertionError("invalid evidence: " + accounts.objections());
        }
        return accounts.groups().get(0);
    }
}
