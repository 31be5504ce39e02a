package io.losslab.lab.result;

import io.losslab.contract.Outcome;
import io.losslab.contract.result.GroupEntry;
import io.losslab.lab.check.LossListener;
import io.losslab.lab.check.LostRange;
import io.losslab.ledger.identity.EpochClock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** When records were lost, by group and cause: all of them, also where their ranges are too many for the result. */
final class LossTimes implements LossListener {
    private static final long FINEST_MICROS = 250_000;
    private static final int MOST_MOMENTS = 240;

    private final Map<String, Map<Outcome, Moments>> groups = new HashMap<>();

    @Override
    public void lost(String group, LostRange range) {
        if (range.atMicros() >= 0) {
            groups.computeIfAbsent(group, g -> new EnumMap<>(Outcome.class))
                    .computeIfAbsent(range.cause(), cause -> new Moments())
                    .add(range.atMicros(), range.count());
        }
    }

    /** {@code cause}, {@code at} and {@code count}, by cause and time; losses without a moment are not in it. */
    List<GroupEntry.LossTime> of(String group) {
        List<GroupEntry.LossTime> times = new ArrayList<>();
        groups.getOrDefault(group, Map.of())
                .forEach(
                        (cause, moments) -> moments.counts.forEach((bucket, count) -> times.add(new GroupEntry.LossTime(
                                cause.code(),
                                EpochClock.instant(bucket * moments.width).toString(),
                                count))));
        return times;
    }

    /** Counts in slices of time that widen as the losses spread, so that there are never many. */
    private static final class Moments {
        private long width = FINEST_MICROS;
        private TreeMap<Long, Long> counts = new TreeMap<>();

        void add(long atMicros, long count) {
            counts.merge(atMicros / width, count, Long::sum);
            while (counts.size() > MOST_MOMENTS) {
                width *= 2;
                TreeMap<Long, Long> wider = new TreeMap<>();
                counts.forEach((bucket, sum) -> wider.merge(bucket / 2, sum, Long::sum));
                counts = wider;
            }
        }
    }
}
