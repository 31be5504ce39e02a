package io.losslab.lab.story;

import io.losslab.lab.LabException;
import io.losslab.lab.check.LogStarts;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.RecordId;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out which record is meant by an offset. */
final class RecordSearch {
    private final RunEvidence run;
    private final PartitionEvidence partition;
    private final long offset;
    private final Set<RecordId> found = new LinkedHashSet<>();
    private boolean foreign;

    private RecordSearch(RunEvidence run, PartitionEvidence partition, long offset) {
        this.run = run;
        this.partition = partition;
        this.offset = offset;
    }

    /**
     * The records that were at an offset: more than one when the log was cut off there, and grew again.
     *
     * @param transactional whether the load was sent in transactions
     * @throws LabException.BadInput when there is none; the message says what there is
     */
    static List<RecordId> at(RunEvidence run, int partition, long offset, boolean transactional) {
        return new RecordSearch(run, run.reader().apply(partition), offset).search(transactional);
    }

    private List<RecordId> search(boolean transactional) {
        for (Sent sent : partition.sent()) {
            add(sent.acks(), List.of(sent.source()));
        }
        add(partition.witness());
        for (String group : run.groups()) {
            for (Instance member : partition.groups().apply(group).instances()) {
                add(member.deliveries(), member.sources());
            }
        }
        if (found.isEmpty()) {
            throw new LabException.BadInput("--offset: " + nothing(transactional));
        }
        return new ArrayList<>(found);
    }

    private void add(@Nullable Seen seen) {
        if (seen != null) {
            add(seen.records(), seen.sources());
        }
    }

    private void add(RunTable table, List<Source> sources) {
        for (int i = 0; i < table.size(); i++) {
            EntryKind kind = table.kind(i);
            boolean named = kind == EntryKind.ACKED || kind == EntryKind.DELIVERED;
            boolean here = table.firstOffset(i) >= 0 && table.firstOffset(i) <= offset && offset < table.endOffset(i);
            if (named && here && table.sourceId(i) < sources.size()) {
                long sequence = table.firstSequence(i) + offset - table.firstOffset(i);
                found.add(new RecordId(sources.get(table.sourceId(i)), partition.partition(), sequence));
            }
            foreign |= here && kind == EntryKind.DELIVERED_UNIDENTIFIED;
        }
    }

    private String nothing(boolean transactional) {
        PartitionLog log = partition.log();
        String what = "partition " + partition.partition() + " has no record of the run at offset " + offset;
        if (log.endOffset() == 0) {
            return what + ": nothing was ever stored in it";
        }
        if (offset >= log.endOffset()) {
            return what + ": its offsets are 0 to " + (log.endOffset() - 1);
        }
        if (foreign) {
            return what + ": what is there is not the lab's own";
        }
        if (mayHaveBeenDeletedFirst()) {
            return what
                    + " on record: no acknowledgement names it, and it may have been deleted before the witness came"
                    + " by (in the end the log began at " + log.startOffset() + ")";
        }
        return what
                + (transactional
                        ? ": the witness read on over it, so it is a marker that ends a transaction"
                        : ": the witness read on over it, and no acknowledgement names it");
    }

    private boolean mayHaveBeenDeletedFirst() {
        RunTable table = partition.witness() == null
                ? new RunTable()
                : partition.witness().records();
        long next = Long.MAX_VALUE;
        for (int i = 0; i < table.size(); i++) {
            next = table.firstOffset(i) > offset ? Math.min(next, table.firstOffset(i)) : next;
        }
        for (LogStarts.Increment increment : partition.log().starts().increments()) {
            if (increment.logStartOffset() > offset && increment.logStartOffset() <= next) {
                return true;
            }
        }
        return false;
    }
}
