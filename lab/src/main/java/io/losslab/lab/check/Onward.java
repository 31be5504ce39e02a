package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.PassedOn;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.identity.Source;
import java.util.Map;

/**
 * What became, on the leg that a group hands on to, of the records of one partition that were found in its topic.
 *
 * @param arrived by source and sequence; tag: ordinal of the outcome there
 */
record Onward(PassedOn origin, Map<Source, Coverage> arrived) {
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final Coverage NOTHING = new Coverage.Builder().build();

    Coverage arrived(Source source) {
        return arrived.getOrDefault(source, NOTHING);
    }

    /**
     * @param tag of {@link #arrived}
     */
    static Outcome outcome(int tag) {
        return OUTCOMES[tag];
    }
}
