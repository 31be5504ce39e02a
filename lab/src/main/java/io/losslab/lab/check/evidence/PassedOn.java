package io.losslab.lab.check.evidence;

import io.losslab.contract.Outcome;
import io.losslab.ledger.journal.EntryKind;
import java.util.Optional;

/**
 * A group of the leg before, that is done with a record by handing it on to this leg's topic. Its members' journals are
 * what a send ledger is to a load: a record handed on is intended here, and acknowledged without an offset.
 */
public sealed interface PassedOn extends LegOrigin permits DeadLetters {
    /** As run.json and the folders of the evidence call legs of this origin. */
    String kind();

    /** The group that hands on, by the name that results use. */
    String group();

    /** The outcome in a member's journal that says so. */
    EntryKind handedOn();

    /** The outcome that says that it tried and failed. */
    EntryKind refused();

    /** What that is on the leg before where the record was found in this leg's topic. */
    Outcome arrived();

    /** The same where it was not. */
    Outcome missing();

    /** This leg's topic, in words. */
    String place();

    /** How objections, results and the evidence name the leg. */
    default String leg() {
        return kind() + "/" + group();
    }

    @Override
    default String strangers() {
        return "which " + group() + " was never given";
    }

    /** Empty when there is no such kind. */
    static Optional<PassedOn> of(String kind, String group) {
        return kind.equals(DeadLetters.KIND) ? Optional.of(new DeadLetters(group)) : Optional.empty();
    }
}
