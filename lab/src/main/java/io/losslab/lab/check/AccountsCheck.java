package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PassedOn;
import io.losslab.lab.check.evidence.RunEvidence;
import java.util.ArrayList;
import java.util.List;

/**
 * Balances the books of a run, leg by leg, and composes them end to end. Works on runs of records, never on single ones,
 * and on one group of one partition at a time: time and memory grow with the number of exceptions, not with the number of
 * records.
 */
public final class AccountsCheck {
    /** More than this many lines of one kind tell a reader nothing new. */
    private static final int MAX_OBJECTIONS = 20;

    private AccountsCheck() {}

    public static RunAccounts balance(RunEvidence evidence) {
        return balance(evidence, (group, range) -> {});
    }

    /**
     * @param listener is told of every record that the load intended, also of lost ranges that are too many for the
     *     accounts to hold; not of the legs behind it
     */
    public static RunAccounts balance(RunEvidence evidence, LossListener listener) {
        Objections objections = new Objections(MAX_OBJECTIONS);
        evidence.holes().forEach(objections::hole);
        Leg load = evidence.load();
        List<OnwardLeg> onward = new ArrayList<>();
        for (Leg leg : evidence.legs()) {
            if (leg.origin() instanceof PassedOn origin) {
                onward.add(new OnwardLeg(leg, origin, objections));
            }
        }
        Outcome rest = evidence.drainDeadlinePassed() ? Outcome.UNDRAINED : Outcome.IN_FLIGHT;
        LegBalance balance = new LegBalance(load, rest, onward, listener, objections);
        boolean anySender = false;
        for (int partition = 0; partition < load.partitions(); partition++) {
            PartitionEvidence one = load.reader().apply(partition);
            anySender |= !one.sent().isEmpty();
            balance.add(one);
        }
        if (!anySender) {
            objections.add("send ledger: none was found");
        }
        List<LegAccounts> legs = new ArrayList<>();
        legs.add(balance.accounts());
        onward.forEach(leg -> legs.add(leg.accounts()));
        return new RunAccounts(List.copyOf(legs), objections.lines());
    }
}
