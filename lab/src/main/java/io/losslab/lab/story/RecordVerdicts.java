package io.losslab.lab.story;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.LossListener;
import io.losslab.lab.check.LostRange;
import io.losslab.ledger.identity.RecordId;
import io.losslab.ledger.identity.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Listens to the checker for what it says of a few records. */
final class RecordVerdicts implements LossListener {
    private final List<RecordId> records;
    private final Map<RecordId, Map<String, Verdict>> found = new HashMap<>();

    RecordVerdicts(List<RecordId> records) {
        this.records = records;
    }

    Verdict of(RecordId record, String group) {
        return found.getOrDefault(record, Map.of()).getOrDefault(group, Verdict.NONE);
    }

    @Override
    public void lost(String group, LostRange range) {
        Verdict verdict = new Verdict(range.cause(), true, range.detail(), range.atMicros());
        add(group, range.source(), range.partition(), range.firstSequence(), range.count(), verdict);
    }

    @Override
    public void kept(
            String group,
            Source source,
            int partition,
            long firstSequence,
            long count,
            Outcome outcome,
            String detail) {
        add(group, source, partition, firstSequence, count, new Verdict(outcome, false, detail, -1));
    }

    private void add(String group, Source source, int partition, long first, long count, Verdict verdict) {
        for (RecordId record : records) {
            if (record.partition() == partition
                    && first <= record.sequence()
                    && record.sequence() < first + count
                    && record.source().equals(source)) {
                found.computeIfAbsent(record, r -> new HashMap<>()).put(group, verdict);
            }
        }
    }
}
