package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.PassedOn;
import java.util.List;

/** A leg that a group of another one hands on to: its books are balanced as that group's are, a partition at a time. */
final class OnwardLeg {
    private final Leg leg;
    private final PassedOn origin;
    private final Arrivals arrivals;
    private final LegBalance balance;

    OnwardLeg(Leg leg, PassedOn origin, Objections objections) {
        this.leg = leg;
        this.origin = origin;
        List<String> readers = leg.groups();
        arrivals = new Arrivals(readers.isEmpty() ? LegBalance.READER_TO_COME : readers.get(0));
        balance = new LegBalance(leg, Outcome.IN_FLIGHT, List.of(), arrivals, objections.to(origin.leg()));
    }

    boolean isFrom(String group) {
        return origin.group().equals(group);
    }

    /**
     * @param from the group that hands on, and what it noted of the partition
     */
    Onward balance(int partition, GroupEvidence from) {
        PartitionBooks books = balance.add(leg.reader().apply(partition).intended(HandedOn.of(origin, from)));
        return new Onward(origin, arrivals.found(books.sent()));
    }

    LegAccounts accounts() {
        return balance.accounts();
    }
}
