package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.journal.EntryKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Balances the books of a run. Works on runs of records, never on single ones, and on one group of one partition at a
 * time: time and memory grow with the number of exceptions, not with the number of records.
 */
public final class AccountsCheck {
    /** More than this many lines of one kind tell a reader nothing new. */
    private static final int MAX_OBJECTIONS = 20;

    private final RunEvidence evidence;
    private final Objections objections = new Objections(MAX_OBJECTIONS);
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private long intended;
    private long acked;
    private long failed;
    private long witnessed;
    private long storedNotAcked;
    private long logDuplicates;

    /** What adds up over the partitions of one group. */
    private static final class Tally {
        private final OutcomeCount count;
        private long duplicates;
        private long delivered;
        private long redelivered;
        private long outOfOrder;
        private long corrupt;
        private long misrouted;

        Tally(OutcomeCount count) {
            this.count = count;
        }
    }

    private AccountsCheck(RunEvidence evidence) {
        this.evidence = evidence;
    }

    public static RunAccounts balance(RunEvidence evidence) {
        return balance(evidence, (group, range) -> {});
    }

    /**
     * @param listener is told of every lost range, also of those that are too many for the accounts to hold
     */
    public static RunAccounts balance(RunEvidence evidence, LossListener listener) {
        return new AccountsCheck(evidence).run(listener);
    }

    private RunAccounts run(LossListener listener) {
        evidence.holes().forEach(objections::add);
        evidence.groups().forEach(group -> tallies.put(group, new Tally(new OutcomeCount(group, listener))));
        boolean anySender = false;
        for (int partition = 0; partition < evidence.partitions(); partition++) {
            PartitionEvidence one = evidence.reader().apply(partition);
            anySender |= !one.sent().isEmpty();
            balance(one);
        }
        if (!anySender) {
            objections.add("send ledger: none was found");
        }
        List<GroupAccounts> groups = tallies.entrySet().stream()
                .map(entry -> accounts(entry.getKey(), entry.getValue()))
                .toList();
        if (intended - acked - failed < 0) {
            objections.add("send ledger: more outcomes than intents");
        }
        ProducedAccounts produced = new ProducedAccounts(
                intended, acked, failed, intended - acked - failed, witnessed, storedNotAcked, logDuplicates);
        return new RunAccounts(produced, groups, objections.lines());
    }

    private void balance(PartitionEvidence one) {
        PartitionBooks books = new PartitionBooks(one, objections);
        for (SentBooks sent : books.sent()) {
            intended += sent.reserved();
            acked += sent.acks().total();
            failed += sent.failures().total();
            witnessed += sent.witnessed().total();
        }
        storedNotAcked += books.storedNotAcked();
        logDuplicates += books.logDuplicates();
        Outcome rest = evidence.drainDeadlinePassed() ? Outcome.UNDRAINED : Outcome.IN_FLIGHT;
        tallies.forEach((name, tally) -> {
            GroupEvidence group = one.groups().apply(name);
            balance(books, new GroupBooks(books, group, objections), rest, tally);
        });
    }

    private void balance(PartitionBooks partition, GroupBooks group, Outcome rest, Tally tally) {
        tally.corrupt += group.corrupt().total();
        tally.misrouted += group.misrouted();
        for (SentBooks sent : partition.sent()) {
            GroupBooks.BySource books = group.of(sent);
            Coverage processed = books.processed();
            tally.duplicates +=
                    processed.repeated() + books.ends().repeated() + PartitionBooks.common(processed, books.ends());
            tally.delivered += books.given().total() + books.given().repeated();
            tally.redelivered += books.given().repeated() - books.given().conflicting();
            tally.outOfOrder += OrderCheck.outOfOrder(
                    group.instances(), sent.source(), processedInPlace(group.instances(), sent, processed));
            new PartitionSweep(partition, sent, group, books, rest, tally.count, objections).run();
        }
    }

    /** Misrouted records have no order within this partition. */
    private static long processedInPlace(List<Instance> instances, SentBooks sent, Coverage processed) {
        boolean misrouted = instances.stream().anyMatch(i -> i.misrouted().size() > 0);
        if (!misrouted) {
            return processed.total();
        }
        Coverage.Builder inPlace = new Coverage.Builder();
        for (Instance instance : instances) {
            Statements.add(
                    inPlace,
                    instance.outcomes(),
                    instance.sources(),
                    sent.source(),
                    kind -> kind == EntryKind.PROCESSED);
        }
        return inPlace.build().total();
    }

    private GroupAccounts accounts(String name, Tally tally) {
        OutcomeCount count = tally.count;
        count.flush();
        long unexplained = intended - count.total();
        if (unexplained != 0) {
            objections.add("group " + name + ": " + unexplained + " records have no outcome");
        }
        return new GroupAccounts(
                name,
                intended,
                count.outcomes(),
                tally.duplicates,
                tally.outOfOrder,
                tally.corrupt,
                count.lost(),
                count.of(Outcome.IN_FLIGHT),
                unexplained,
                count.lostRanges(),
                count.firstLossMicros(),
                tally.delivered,
                tally.redelivered,
                tally.misrouted,
                count.lostByCause(),
                count.ranges(),
                count.details());
    }
}
