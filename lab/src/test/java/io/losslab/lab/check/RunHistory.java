package io.losslab.lab.check;

import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    final List<LogStarts.Increment> increments = new ArrayList<>();
    final List<String> holes = new ArrayList<>();
    long reserved;
    long handedOver;
    long logStart;
    long end;
    boolean deadlinePassed = true;

    /** Records 0 to {@code n} sent, acknowledged at offset = sequence, and seen by the witness. */
    static RunHistory sent(long n) {
        RunHistory history = new RunHistory();
        history.reserved = n;
        history.handedOver = n;
        history.end = n;
        history.acks.add(EntryKind.ACKED, 0, 0, 0, 0, n, 100, 200);
        history.witnessed.add(EntryKind.DELIVERED, 0, 0, 0, 0, n, 100, 200);
        return history;
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
        RunEvidence.Consumed consumed = new RunEvidence.Consumed(
                "i1", sources, List.of(new RunEvidence.ConsumedPartition(0, deliveries, outcomes, commits)));
        RunEvidence.Consumed witness = new RunEvidence.Consumed(
                "witness",
                sources,
                List.of(new RunEvidence.ConsumedPartition(0, witnessed, new RunTable(), new RunTable())));
        return new RunEvidence(
                1,
                deadlinePassed,
                List.of(new RunEvidence.Sent(
                        SOURCE, List.of(new RunEvidence.SentPartition(0, reserved, handedOver, acks, failures)))),
                List.of(new RunEvidence.Group(GROUP, List.of(consumed))),
                witness,
                Map.of(0, new LogStarts(increments)),
                Map.of(0, new RunEvidence.PartitionEnd(logStart, end)),
                holes);
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
