package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.ledger.identity.Source;

/** Is told of every record that has an outcome, once for each group, many in a row at a time. */
@FunctionalInterface
public interface LossListener {
    /** By group, partition, source and sequence; ranges that continue each other are one. */
    void lost(String group, LostRange range);

    /**
     * Records in a row that are not lost.
     *
     * @param detail what more there is to say; empty when nothing
     */
    default void kept(
            String group,
            Source source,
            int partition,
            long firstSequence,
            long count,
            Outcome outcome,
            String detail) {}
}
