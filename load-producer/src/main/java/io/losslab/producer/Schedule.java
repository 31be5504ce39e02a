package io.losslab.producer;

/**
 * When each record should be sent: record {@code i} at {@code start + i / tps}, whatever became of those before it. A sender
 * that falls behind sends at once and does not move the schedule, so a stall shows in the latencies of all that waited
 * for it (no coordinated omission).
 *
 * @param startNanos on the clock of {@link System#nanoTime()}
 * @param tps records per second
 */
record Schedule(long startNanos, long tps) {
    private static final long SECOND = 1_000_000_000L;

    /** Exact for any index: whole seconds and the rest apart, so that nothing overflows or drifts. */
    long dueNanos(long index) {
        return startNanos + index / tps * SECOND + index % tps * SECOND / tps;
    }
}
