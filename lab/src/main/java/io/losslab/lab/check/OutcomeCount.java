package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.ledger.identity.Source;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up one group's outcomes as the sweep meets them, passes on what was lost, and keeps the first ranges of it. */
final class OutcomeCount {
    /** More ranges than a result shows; all of them are for the listener. */
    static final int RANGES_KEPT = 10_000;

    private final String group;
    private final LossListener listener;
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Long> lostByCause = new EnumMap<>(Outcome.class);
    private final List<LostRange> lostRanges = new ArrayList<>();
    /** Of records that are not lost. */
    private final Map<String, Long> details = new TreeMap<>();

    private final Map<Outcome, Long> passedOn = new EnumMap<>(Outcome.class);

    private @Nullable LostRange open;
    private long ranges;
    private long lost;
    private long firstLossMicros = -1;

    OutcomeCount(String group, LossListener listener) {
        this.group = group;
        this.listener = listener;
    }

    private void add(Outcome outcome, long count) {
        outcomes.merge(outcome, count, Long::sum);
    }

    /** Counts records in a row that are not lost. */
    void addKept(Source source, int partition, long firstSequence, long records, Outcome outcome, String detail) {
        add(outcome, records);
        if (!detail.isEmpty()) {
            details.merge(detail, records, Long::sum);
        }
        listener.kept(group, source, partition, firstSequence, records, outcome, detail);
    }

    /** Counts the range under its cause, and as lost. */
    void addLost(LostRange range) {
        add(range.cause(), range.count());
        lostByCause.merge(range.cause(), range.count(), Long::sum);
        lost += range.count();
        if (range.atMicros() >= 0 && (firstLossMicros < 0 || range.atMicros() < firstLossMicros)) {
            firstLossMicros = range.atMicros();
        }
        if (open != null && open.isContinuedBy(range)) {
            open = open.with(range);
        } else {
            flush();
            open = range;
        }
    }

    /** Call after the last. */
    void flush() {
        if (open == null) {
            return;
        }
        listener.lost(group, open);
        ranges++;
        if (lostRanges.size() < RANGES_KEPT) {
            lostRanges.add(open);
        }
        open = null;
    }

    /** Counts records that have their outcome already, by the one that they have on the next leg. */
    void addPassedOn(Outcome there, long records) {
        passedOn.merge(there, records, Long::sum);
    }

    long total() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Records that are not lost, by what more there is to say of them. */
    Map<String, Long> details() {
        return details;
    }

    Map<Outcome, Long> outcomes() {
        return outcomes;
    }

    Map<Outcome, Long> passedOn() {
        return passedOn;
    }

    /** Of what was told so far. */
    Losses losses() {
        return new Losses(lost, lostByCause, List.copyOf(lostRanges), ranges, firstLossMicros);
    }
}
