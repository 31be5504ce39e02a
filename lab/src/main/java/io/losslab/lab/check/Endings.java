package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.ledger.journal.EntryKind;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ways other than processing in which an application is done with a record, and what each comes to. */
final class Endings {
    private static final EntryKind[] KINDS = EntryKind.values();
    private static final Map<EntryKind, Outcome> OUTCOMES = new EnumMap<>(Map.of(
            EntryKind.IGNORED, Outcome.IGNORED,
            EntryKind.DEAD_LETTERED, Outcome.DEAD_LETTERED,
            EntryKind.DEAD_LETTER_FAILED, Outcome.DEAD_LETTER_FAILED));

    private Endings() {}

    static boolean isEnd(EntryKind kind) {
        return OUTCOMES.containsKey(kind);
    }

    /**
     * @param tag of the coverage of ends: ordinal of the kind
     */
    static EntryKind kind(int tag) {
        return KINDS[tag];
    }

    /** Where nobody followed the record further. */
    static @Nullable Outcome outcome(EntryKind end) {
        return OUTCOMES.get(end);
    }
}
