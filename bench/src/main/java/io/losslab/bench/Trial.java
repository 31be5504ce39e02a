package io.losslab.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a client had come at several moments, and what processor time its process had used by then.
 *
 * <p>One that is warm is measured: from the first moment at which a quarter was done to the last. The same for both sides.
 */
final class Trial {
    /** @param cpuNanos of the whole process, all threads, since its start */
    record Moment(long atNanos, long records, long cpuNanos) {}

    private static final double WARM_UP = 0.25;

    private final List<Moment> moments = new ArrayList<>();

    /** Moments in which nothing was done are left out at the end, so that waiting for a last look does not count. */
    void add(long atNanos, long records, long cpuNanos) {
        if (moments.isEmpty() || records > last().records) {
            moments.add(new Moment(atNanos, records, cpuNanos));
        }
    }

    /** Processor time that a process has used; 0 when it is gone. Steps of 10 ms. */
    static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(java.time.Duration::toNanos)
                .orElse(0L);
    }

    private Moment last() {
        return moments.get(moments.size() - 1);
    }

    /** @throws IllegalStateException when too little was seen of it to say anything */
    Figures figures() {
        long warm = moments.isEmpty() ? 0 : (long) (last().records * WARM_UP);
        List<Moment> measured =
                moments.stream().filter(moment -> moment.records >= warm).toList();
        if (measured.size() < 4) {
            throw new IllegalStateException("only " + measured.size() + " looks at it while it was warm: too short");
        }
        Moment from = measured.get(0);
        int third = measured.size() / 3;
        double first = rate(from, measured.get(third));
        double lastThird = rate(measured.get(measured.size() - 1 - third), last());
        return new Figures(
                rate(from, last()),
                (last().cpuNanos - from.cpuNanos) / 1e3 / (last().records - from.records),
                lastThird / first - 1);
    }

    private static double rate(Moment from, Moment to) {
        return (to.records - from.records) * 1e9 / (to.atNanos - from.atNanos);
    }

    /**
     * @param cpuSecondsPerMillion of the client's process, for a million records
     * @param drift of the last third's rate against the first third's: 0.1 is 10% faster at the end
     */
    record Figures(double recordsPerSecond, double cpuSecondsPerMillion, double drift) {}
}
