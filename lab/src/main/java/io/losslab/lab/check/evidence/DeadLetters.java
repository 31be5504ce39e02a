package io.losslab.lab.check.evidence;

import io.losslab.contract.Outcome;
import io.losslab.ledger.journal.EntryKind;

/** Records on which a group failed, and which it wrote to a topic of their own. */
public record DeadLetters(String group) implements PassedOn {
    public static final String KIND = "dead-letters";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public EntryKind handedOn() {
        return EntryKind.DEAD_LETTERED;
    }

    @Override
    public EntryKind refused() {
        return EntryKind.DEAD_LETTER_FAILED;
    }

    @Override
    public Outcome arrived() {
        return Outcome.DEAD_LETTERED;
    }

    @Override
    public Outcome missing() {
        return Outcome.DEAD_LETTER_FAILED;
    }

    @Override
    public String place() {
        return "the dead-letter topic";
    }
}
