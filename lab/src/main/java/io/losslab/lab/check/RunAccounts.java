package io.losslab.lab.check;

import java.util.List;

/**
 * The books of one run.
 *
 * @param groups in the order of the evidence
 * @param objections why the evidence does not suffice or contradicts itself, each in one line; none when the books are valid
 */
public record RunAccounts(ProducedAccounts produced, List<GroupAccounts> groups, List<String> objections) {
    public boolean isValid() {
        return objections.isEmpty();
    }
}
