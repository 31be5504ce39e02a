package io.losslab.app.measure;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Latencies since the start, three significant digits, one microsecond to a day; what is longer counts as a day.
 *
 * <p>{@link #record} is wait-free and may be called by any thread; readers never hold up a writer.
 */
public final class Latencies {
    private static final long HIGHEST_MICROS = 24L * 3600 * 1_000_000;

    private final Recorder recorder = new Recorder(HIGHEST_MICROS, 3);
    private final Histogram total = new Histogram(HIGHEST_MICROS, 3);
    private Histogram recycled;

    public void record(long micros) {
        recorder.recordValue(Math.max(0, Math.min(micros, HIGHEST_MICROS)));
    }

    public synchronized LatencyMs snapshot() {
        recycled = recorder.getIntervalHistogram(recycled);
        total.add(recycled);
        return new LatencyMs(
                total.getValueAtPercentile(50) / 1e3,
                total.getValueAtPercentile(99) / 1e3,
                total.getValueAtPercentile(99.9) / 1e3,
                total.getMaxValue() / 1e3,
                total.getTotalCount());
    }
}
