package io.losslab.app.measure;

import io.losslab.contract.status.LatencyMs;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Latencies since the start, and of the last second, three significant digits, one microsecond to a day; what is longer counts as a day.
 *
 * <p>{@link #record} is wait-free and may be called by any thread; readers never hold up a writer.
 */
public final class Latencies {
    private static final long INTERVAL_NANOS = 1_000_000_000;
    private static final long HIGHEST_MICROS = 24L * 3600 * 1_000_000;

    private final Recorder recorder = new Recorder(HIGHEST_MICROS, 3);
    private final Histogram total = new Histogram(HIGHEST_MICROS, 3);
    private final Histogram interval = new Histogram(HIGHEST_MICROS, 3);
    private @Nullable Histogram recycled;
    private final LongSupplier nanoTime;
    private LatencyMs recent = new LatencyMs(0, 0, 0, 0, 0);
    private long intervalBegan;

    public Latencies() {
        this(System::nanoTime);
    }

    Latencies(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        intervalBegan = nanoTime.getAsLong();
    }

    public void record(long micros) {
        recorder.recordValue(Math.max(0, Math.min(micros, HIGHEST_MICROS)));
    }

    public synchronized LatencyMs snapshot() {
        collect();
        return of(total);
    }

    /**
     * Of what was recorded in the last full second, or since this was asked for the last time, where that is longer ago.
     * Depends on nobody but who asks: a thread that waits for a broker that is gone does not stretch the interval.
     */
    public synchronized LatencyMs recent() {
        long now = nanoTime.getAsLong();
        if (now - intervalBegan >= INTERVAL_NANOS) {
            collect();
            recent = of(interval);
            interval.reset();
            intervalBegan = now;
        }
        return recent;
    }

    private void collect() {
        recycled = recorder.getIntervalHistogram(recycled);
        total.add(recycled);
        interval.add(recycled);
    }

    private static LatencyMs of(Histogram histogram) {
        return new LatencyMs(
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getValueAtPercentile(99.9) / 1e3,
                histogram.getMaxValue() / 1e3,
                histogram.getTotalCount());
    }
}
