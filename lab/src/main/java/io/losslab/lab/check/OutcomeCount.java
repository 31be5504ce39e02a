package io.losslab.lab.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up outcomes as the sweep meets them, and keeps what was lost as ranges. */
final class OutcomeCount {
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final List<LostRange> lostRanges = new ArrayList<>();
    private long lost;
    private long firstLossMicros = -1;

    void add(Outcome outcome, long count) {
        outcomes.merge(outcome, count, Long::sum);
    }

    /** Counts the range under its cause, and as lost. */
    void addLost(LostRange range) {
        add(range.cause(), range.count());
        lost += range.count();
        if (range.atMicros() >= 0 && (firstLossMicros < 0 || range.atMicros() < firstLossMicros)) {
            firstLossMicros = range.atMicros();
        }
        int last = lostRanges.size() - 1;
        if (last >= 0 && lostRanges.get(last).isContinuedBy(range)) {
            lostRanges.set(last, lostRanges.get(last).with(range));
        } else {
            lostRanges.add(range);
        }
    }

    long of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    long total() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<Outcome, Long> outcomes() {
        return outcomes;
    }

    long lost() {
        return lost;
    }

    List<LostRange> lostRanges() {
        return List.copyOf(lostRanges);
    }

    long firstLossMicros() {
        return firstLossMicros;
    }
}
