package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Load;
import java.util.List;

/**
 * The books of one run.
 *
 * @param legs that of the load first; the others as in the evidence
 * @param objections why the evidence does not suffice or contradicts itself, each in one line; none when the books are valid
 */
public record RunAccounts(List<LegAccounts> legs, List<String> objections) {
    /** Of evidence that cannot be read. */
    public static RunAccounts none(List<String> objections) {
        ProducedAccounts nothing = new ProducedAccounts(0, 0, 0, 0, 0, 0, 0);
        return new RunAccounts(List.of(new LegAccounts(new Load(), "", nothing, List.of())), objections);
    }

    /** The same books, objected to so. */
    public RunAccounts with(List<String> all) {
        return new RunAccounts(legs, all);
    }

    /** By the producers of the load. */
    public ProducedAccounts produced() {
        return legs.get(0).produced();
    }

    /** Of the groups that read what the load sent, in the order of the evidence. */
    public List<GroupAccounts> groups() {
        return legs.get(0).groups();
    }

    /** The legs behind that of the load. */
    public List<LegAccounts> onward() {
        return legs.subList(1, legs.size());
    }

    public boolean isValid() {
        return objections.isEmpty();
    }
}
