package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Instance;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Counts records that were processed for the first time after a later one of the same source and partition. A key stays
 * in its partition, so order within the partition is order per key.
 *
 * <p>A record that lies beyond all that were processed before it is in order; every other one was first processed after
 * a later one. So the count is what was processed at all, less what was in order: one pass, no memory.
 */
final class OrderCheck {
    private static final class Journal {
        private final RunTable outcomes;
        private final int sourceId;
        private int at = -1;

        Journal(RunTable outcomes, int sourceId) {
            this.outcomes = outcomes;
            this.sourceId = sourceId;
        }

        boolean advance() {
            do {
                at++;
            } while (at < outcomes.size()
                    && (outcomes.sourceId(at) != sourceId || outcomes.kind(at) != EntryKind.PROCESSED));
            return at < outcomes.size();
        }

        long atMicros() {
            return outcomes.firstAtMicros(at);
        }
    }

    private OrderCheck() {}

    /**
     * @param processed number of records processed at least once
     */
    static long outOfOrder(List<Instance> instances, Source source, long processed) {
        PriorityQueue<Journal> journals = new PriorityQueue<>(Comparator.comparingLong(Journal::atMicros));
        for (Journal journal : journals(instances, source)) {
            if (journal.advance()) {
                journals.add(journal);
            }
        }
        long inOrder = 0;
        long high = 0;
        while (!journals.isEmpty()) {
            Journal journal = journals.poll();
            do {
                long end = journal.outcomes.endSequence(journal.at);
                inOrder += Math.max(0, end - Math.max(high, journal.outcomes.firstSequence(journal.at)));
                high = Math.max(high, end);
            } while (journal.advance() && journals.isEmpty());
            if (journal.at < journal.outcomes.size()) {
                journals.add(journal);
            }
        }
        return processed - inOrder;
    }

    private static List<Journal> journals(List<Instance> instances, Source source) {
        List<Journal> journals = new ArrayList<>();
        for (Instance instance : instances) {
            int id = instance.sources().indexOf(source);
            if (id >= 0) {
                journals.add(new Journal(instance.outcomes(), id));
            }
        }
        return journals;
    }
}
