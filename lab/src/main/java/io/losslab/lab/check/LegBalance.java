package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.journal.EntryKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up the books of one leg, a partition at a time. */
final class LegBalance {
    /** Where a topic has no group, all that is in it is for whoever comes. */
    static final String READER_TO_COME = "a reader to come";

    private final Leg leg;
    private final Outcome rest;
    private final List<OnwardLeg> onward;
    private final Objections objections;
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
        private Handling handling = Handling.NONE;

        Tally(OutcomeCount count) {
            this.count = count;
        }
    }

    /**
     * @param rest what it is to be in the log still, and not done
     * @param onward the legs that its groups hand on to
     * @param listener is told what each record came to
     */
    LegBalance(Leg leg, Outcome rest, List<OnwardLeg> onward, LossListener listener, Objections objections) {
        this.leg = leg;
        this.rest = rest;
        this.onward = onward;
        this.objections = objections;
        List<String> readers = leg.groups().isEmpty() ? List.of(READER_TO_COME) : leg.groups();
        readers.forEach(group -> tallies.put(group, new Tally(new OutcomeCount(group, listener))));
    }

    /**
     * @param one with what the leg's origin intended
     */
    PartitionBooks add(PartitionEvidence one) {
        PartitionBooks books = new PartitionBooks(one, leg.origin(), objections);
        for (SentBooks sent : books.sent()) {
            intended += sent.intended().total();
            acked += sent.acks().total();
            failed += sent.failures().total();
            witnessed += sent.witnessed().total();
        }
        storedNotAcked += books.storedNotAcked();
        logDuplicates += books.logDuplicates();
        tallies.forEach((name, tally) -> {
            GroupEvidence group = leg.groups().isEmpty()
                    ? GroupEvidence.toCome(name)
                    : one.groups().apply(name);
            List<Onward> next = onward.stream()
                    .filter(link -> link.isFrom(name))
                    .map(link -> link.balance(one.partition(), group))
                    .toList();
            add(books, new GroupBooks(books, group, next, objections), tally);
            tally.count.flush();
        });
        return books;
    }

    private void add(PartitionBooks partition, GroupBooks group, Tally tally) {
        long misrouted = group.misrouted();
        long corrupt = group.corrupt().total();
        tally.handling = tally.handling.and(new Handling(0, 0, misrouted, 0, 0, corrupt));
        for (SentBooks sent : partition.sent()) {
            GroupBooks.BySource books = group.of(sent);
            Coverage processed = books.processed();
            long duplicates =
                    processed.repeated() + books.ends().repeated() + PartitionBooks.common(processed, books.ends());
            long delivered = books.given().total() + books.given().repeated();
            long redelivered = books.given().repeated() - books.given().conflicting();
            long outOfOrder = OrderCheck.outOfOrder(
                    group.instances(), sent.source(), processedInPlace(group.instances(), sent, processed));
            tally.handling = tally.handling.and(new Handling(delivered, redelivered, 0, duplicates, outOfOrder, 0));
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

    /** Call after the last partition. */
    LegAccounts accounts() {
        List<GroupAccounts> groups = tallies.entrySet().stream()
                .map(entry -> accounts(entry.getKey(), entry.getValue()))
                .toList();
        long indeterminate = intended - acked - failed;
        if (indeterminate < 0) {
            objections.add("send ledger: more outcomes than intents");
        }
        ProducedAccounts produced =
                new ProducedAccounts(intended, acked, failed, indeterminate, witnessed, storedNotAcked, logDuplicates);
        return new LegAccounts(leg.origin(), leg.topic(), produced, groups);
    }

    private GroupAccounts accounts(String name, Tally tally) {
        OutcomeCount count = tally.count;
        GroupAccounts accounts = new GroupAccounts(
                name, intended, count.outcomes(), count.details(), count.passedOn(), tally.handling, count.losses());
        if (accounts.unexplained() != 0) {
            objections.add("group " + name + ": " + accounts.unexplained() + " records have no outcome");
        }
        return accounts;
    }
}
