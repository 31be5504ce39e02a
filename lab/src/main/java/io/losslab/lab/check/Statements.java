package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Coverages out of the tables of the evidence. */
final class Statements {
    static final Predicate<EntryKind> DELIVERED = kind -> kind == EntryKind.DELIVERED;

    /** What a reader met at an offset: a record, readable or not. */
    static final Predicate<EntryKind> MET =
            kind -> kind == EntryKind.DELIVERED || kind == EntryKind.DELIVERED_UNIDENTIFIED;

    private Statements() {}

    /** By sequence; partner: offset; tag: detail; time: that of the last of the run. */
    static Coverage answers(RunTable table) {
        Coverage.Builder builder = new Coverage.Builder();
        for (int i = 0; i < table.size(); i++) {
            builder.add(
                    table.firstSequence(i),
                    table.endSequence(i),
                    table.firstOffset(i),
                    table.detail(i),
                    table.lastAtMicros(i));
        }
        return builder.build();
    }

    /** By sequence of one source; partner: offset; tag: ordinal of the kind; time: that of the last of the run. */
    static void add(
            Coverage.Builder builder, RunTable table, List<Source> sources, Source source, Predicate<EntryKind> kinds) {
        int id = sources.indexOf(source);
        if (id < 0) {
            return;
        }
        for (int i = 0; i < table.size(); i++) {
            if (table.sourceId(i) == id && table.firstSequence(i) >= 0 && kinds.test(table.kind(i))) {
                builder.add(
                        table.firstSequence(i),
                        table.endSequence(i),
                        table.firstOffset(i),
                        table.kind(i).ordinal(),
                        table.lastAtMicros(i));
            }
        }
    }

    static Coverage seen(Seen seen, Source source) {
        Coverage.Builder builder = new Coverage.Builder();
        if (seen != null) {
            add(builder, seen.records(), seen.sources(), source, DELIVERED);
        }
        return builder.buildLatest();
    }

    /**
     * By offset; partner: sequence, or none; tag: number of the source in {@code all}, -1 without one.
     *
     * @param last whether the time is that of the last of the run, else of the first
     */
    static Coverage occupants(@Nullable Seen seen, List<Source> all, boolean last) {
        Coverage.Builder builder = new Coverage.Builder();
        if (seen != null) {
            RunTable table = seen.records();
            int[] numbers = seen.sources().stream().mapToInt(all::indexOf).toArray();
            for (int i = 0; i < table.size(); i++) {
                if (MET.test(table.kind(i))) {
                    int id = table.sourceId(i);
                    boolean known = table.kind(i) == EntryKind.DELIVERED && id < numbers.length;
                    builder.add(
                            table.firstOffset(i),
                            table.endOffset(i),
                            known ? table.firstSequence(i) : Coverage.NONE,
                            known ? numbers[id] : -1,
                            last ? table.lastAtMicros(i) : table.firstAtMicros(i));
                }
            }
        }
        return builder.buildLatest();
    }

    /** Offsets of one kind, over all instances. */
    static Coverage offsets(List<Instance> instances, EntryKind kind, boolean ofDeliveries) {
        Coverage.Builder builder = new Coverage.Builder();
        for (Instance instance : instances) {
            RunTable table = ofDeliveries ? instance.deliveries() : instance.outcomes();
            for (int i = 0; i < table.size(); i++) {
                if (table.kind(i) == kind) {
                    builder.add(table.firstOffset(i), table.endOffset(i), Coverage.NONE, 0, table.firstAtMicros(i));
                }
            }
        }
        return builder.build();
    }
}
