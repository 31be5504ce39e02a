package io.losslab.app.consume;

import io.losslab.app.measure.Latencies;
import io.losslab.app.measure.RateMeter;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.GapStatus;
import io.losslab.contract.status.LatencyMs;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The figures of a consumer's books as {@code /status} and the metrics show them. Thread-safe. */
final class ConsumerFigures {
    private static final int GAPS_SHOWN = 100;

    private final Latencies endToEnd = new Latencies();
    private final RateMeter rate = new RateMeter();
    private final Deque<GapStatus> lastGaps = new ArrayDeque<>();
    private volatile LatencyMs latency = new LatencyMs(0, 0, 0, 0, 0);

    /**
     * Who the consumer is.
     *
     * @param ledger its folder; null without one
     */
    record Place(
            String app,
            String group,
            String instance,
            String topic,
            @Nullable Path ledger) {}

    /**
     * How it is.
     *
     * @param failure why the books cannot be kept any more, or null
     * @param channelFailure why the channel has ended, or null
     * @param ledgerFailures records that could not be put on record
     */
    record Condition(
            ConsumerStatus.State state,
            @Nullable String failure,
            @Nullable String channelFailure,
            long ledgerFailures) {}

    /** A record was processed so long after its intended send time. */
    void latency(long micros) {
        endToEnd.record(micros);
    }

    /** As of the last tick. */
    LatencyMs latency() {
        return latency;
    }

    void show(GapStatus gap) {
        synchronized (lastGaps) {
            lastGaps.addFirst(gap);
            if (lastGaps.size() > GAPS_SHOWN) {
                lastGaps.removeLast();
            }
        }
    }

    /** About once a second. */
    void tick(long processed) {
        rate.sample(processed, System.nanoTime());
        latency = endToEnd.snapshot();
    }

    static long processed(Collection<PartitionAccount> partitions) {
        return partitions.stream().mapToLong(p -> p.processed.get()).sum();
    }

    ConsumerStatus status(
            Place place, Condition condition, @Nullable Double delayMs, Collection<PartitionAccount> partitions) {
        List<PartitionAccount> all = new ArrayList<>(partitions);
        all.sort(Comparator.comparingInt(p -> p.partition));
        List<GapStatus> gaps;
        synchronized (lastGaps) {
            gaps = List.copyOf(lastGaps);
        }
        return new ConsumerStatus(
                place.app(),
                condition.state(),
                place.group(),
                place.instance(),
                place.topic(),
                delayMs,
                processed(all),
                rate.perSecond(),
                all.stream().mapToLong(p -> p.gaps.redelivered()).sum(),
                all.stream().mapToLong(p -> p.gaps.duplicates()).sum(),
                all.stream().mapToLong(p -> p.corrupt.get()).sum(),
                all.stream().mapToLong(p -> p.foreign.get()).sum(),
                all.stream().mapToLong(p -> p.misrouted.get()).sum(),
                all.stream().mapToLong(p -> p.processingFailed.get()).sum() + condition.ledgerFailures(),
                all.stream().mapToLong(p -> p.ignored.get()).sum(),
                all.stream().mapToLong(p -> p.deadLettered.get()).sum(),
                all.stream().mapToLong(p -> p.deadLetterFailed.get()).sum(),
                all.stream().mapToLong(p -> p.resets.get()).sum(),
                all.stream().mapToLong(p -> p.seeks.get()).sum(),
                all.stream().mapToLong(p -> p.gaps.lost()).sum(),
                all.stream().mapToLong(p -> p.gaps.gaps()).sum(),
                all.stream().mapToLong(p -> p.gaps.late()).sum(),
                all.stream().mapToLong(p -> p.gaps.unconfirmed()).sum(),
                gaps,
                all.stream()
                        .filter(p -> p.assigned)
                        .map(PartitionAccount::status)
                        .toList(),
                endToEnd.snapshot(),
                endToEnd.recent(),
                place.ledger() == null ? null : place.ledger().toAbsolutePath().toString(),
                condition.failure(),
                condition.channelFailure());
    }
}
