package io.losslab.lab.story;

import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.journal.EntryKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a record is in a journal.
 *
 * @param sourceId number of its source in that ledger
 * @param fromMicros when, microseconds since 1970; of a record within a row, that of the row's first
 * @param toMicros the same; of a record within a row, that of the row's last
 */
record Hit(EntryKind kind, int detail, int sourceId, long sequence, long offset, long fromMicros, long toMicros) {
    static List<Hit> ofSequence(RunTable table, int sourceId, long sequence) {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            boolean covers = table.firstSequence(i) >= 0
                    && table.sourceId(i) == sourceId
                    && table.firstSequence(i) <= sequence
                    && sequence < table.endSequence(i);
            if (covers) {
                hits.add(hit(table, i, sequence - table.firstSequence(i)));
            }
        }
        return hits;
    }

    /** Of entries about records, not about positions. */
    static List<Hit> ofOffset(RunTable table, long offset) {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            if (isRecord(table.kind(i))
                    && table.firstOffset(i) >= 0
                    && table.firstOffset(i) <= offset
                    && offset < table.endOffset(i)) {
                hits.add(hit(table, i, offset - table.firstOffset(i)));
            }
        }
        return hits;
    }

    /** Where it is within a row, whose first happened too early to be it. */
    Hit notBefore(long micros) {
        return fromMicros < micros && micros < toMicros
                ? new Hit(kind, detail, sourceId, sequence, offset, micros, toMicros)
                : this;
    }

    private static boolean isRecord(EntryKind kind) {
        return switch (kind) {
            case ASSIGNED, REVOKED, LOST, RESET, SOUGHT, COMMITTED, DELIVERED_MISROUTED, PROCESSED_MISROUTED -> false;
            default -> true;
        };
    }

    private static Hit hit(RunTable table, int i, long n) {
        boolean first = n == 0;
        boolean last = n == table.count(i) - 1;
        return new Hit(
                table.kind(i),
                table.detail(i),
                table.sourceId(i),
                table.firstSequence(i) < 0 ? -1 : table.firstSequence(i) + n,
                table.firstOffset(i) < 0 ? -1 : table.firstOffset(i) + n,
                last && !first ? table.lastAtMicros(i) : table.firstAtMicros(i),
                first ? table.firstAtMicros(i) : table.lastAtMicros(i));
    }
}
