package io.losslab.app.measure;

/** The rate of a growing count over the last interval between two samples. One thread samples, any thread reads. */
public final class RateMeter {
    private long lastCount;
    private long lastNanos;
    private boolean sampled;
    private volatile double perSecond;

    public void sample(long count, long nanos) {
        if (sampled && nanos > lastNanos) {
            perSecond = (count - lastCount) * 1e9 / (nanos - lastNanos);
        }
        sampled = true;
        lastCount = count;
        lastNanos = nanos;
    }

    public double perSecond() {
        return perSecond;
    }
}
