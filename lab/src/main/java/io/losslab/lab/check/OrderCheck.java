package io.losslab.lab.check;

import io.losslab.lab.check.RunEvidence.Consumed;
import io.losslab.lab.check.RunEvidence.ConsumedPartition;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts records that were processed for the first time after a later one of the same source and partition. A key stays
 * in its partition, so order within the partition is order per key.
 */
final class OrderCheck {
    private record Run(long start, long end, long atMicros) {}

    private OrderCheck() {}

    static long outOfOrder(List<Consumed> instances, Source source, int partition) {
        List<Run> runs = new ArrayList<>();
        for (Consumed consumed : instances) {
            int id = consumed.sources().indexOf(source);
            for (ConsumedPartition journal : consumed.partitions()) {
                if (journal.partition() == partition && id >= 0) {
                    collect(journal.outcomes(), id, runs);
                }
            }
        }
        if (instances.size() > 1) {
            runs.sort(Comparator.comparingLong(Run::atMicros)); // stable: within an instance the journal's order stays
        }
        return count(runs);
    }

    private static void collect(RunTable outcomes, int sourceId, List<Run> runs) {
        for (int i = 0; i < outcomes.size(); i++) {
            if (outcomes.sourceId(i) == sourceId && outcomes.kind(i) == EntryKind.PROCESSED) {
                runs.add(new Run(outcomes.firstSequence(i), outcomes.endSequence(i), outcomes.firstAtMicros(i)));
            }
        }
    }

    private static long count(List<Run> runs) {
        TreeMap<Long, Long> seen = new TreeMap<>(); // start -> end, disjoint, never adjacent
        long high = 0;
        long outOfOrder = 0;
        for (Run run : runs) {
            if (run.start < high) {
                long end = Math.min(run.end, high);
                outOfOrder += end - run.start - covered(seen, run.start, end);
            }
            merge(seen, run.start, run.end);
            high = Math.max(high, run.end);
        }
        return outOfOrder;
    }

    private static long covered(TreeMap<Long, Long> seen, long start, long end) {
        long covered = 0;
        Long from = seen.floorKey(start);
        Map<Long, Long> near = seen.subMap(from == null ? start : from, true, end, false);
        for (Map.Entry<Long, Long> piece : near.entrySet()) {
            covered += Math.max(0, Math.min(end, piece.getValue()) - Math.max(start, piece.getKey()));
        }
        return covered;
    }

    private static void merge(TreeMap<Long, Long> seen, long start, long end) {
        Map.Entry<Long, Long> before = seen.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Long, Long> after = seen.ceilingEntry(start);
        while (after != null && after.getKey() <= end) {
            end = Math.max(end, after.getValue());
            seen.remove(after.getKey());
            after = seen.ceilingEntry(start);
        }
        seen.put(start, end);
    }
}
