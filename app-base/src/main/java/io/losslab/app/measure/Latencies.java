package io.losslab.app.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Latencies since the start, and of the last interval, three significant digits, one microsecond to a day; what is longer counts as a day.
 *
 * <p>{@link #record} is wait-free and may be called by any thread; readers never hold up a writer.
 */
public final class Latencies {
    private static final long HIGHEST_MICROS = 24L * 3600 * 1_000_000;

    private final Recorder recorder = new Recorder(HIGHEST_MICROS, 3);
    private final Histogram total = new Histogram(HIGHEST_MICROS, 3);
    private final Histogram interval = new Histogram(HIGHEST_MICROS, 3);
    private Histogram recycled;
    private volatile LatencyMs recent = new LatencyMs(0, 0, 0, 0, 0);

    public void record(long micros) {
        recorder.recordValue(Math.max(0, Math.min(micros, HIGHEST_MICROS)));
    }

    public synchronized LatencyMs snapshot() {
        collect();
        return of(total);
    }

    /** Ends an interval and begins the next: what {@link #recent} tells is what fell in it. */
    public synchronized void endInterval() {
        collect();
        recent = of(interval);
        interval.reset();
    }

    /** The interval that was ended last; of no records before the first. */
    public LatencyMs recent() {
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
