package io.losslab.consumer.slow;

/**
 * How long each record waits so that records that follow each other are done at 1 / delay, although a timer always rings
 * late: what a record took longer than its delay, and what passed between two records of which the second was there
 * already, is taken off the records after it.
 *
 * <p>No record is early by more than {@link #MOST_MADE_UP_NANOS}, the timer's resolution here, nor by more than half of its
 * delay. Not made up for: the time in which there was nothing to do, and what is owed beyond {@link #MOST_OWED_NANOS}, such
 * as after a pause of the process.
 *
 * <p>Not thread-safe. Times are of {@link System#nanoTime()}.
 */
final class DelaySchedule {
    static final long MOST_MADE_UP_NANOS = 1_000_000;
    static final long MOST_OWED_NANOS = 1_000_000_000;

    private long owedNanos;
    private long endedNanos;
    private boolean followed;

    /**
     * A record begins.
     *
     * @return how long it waits, if the delay stays as it is
     */
    long begin(long nowNanos, long delayNanos) {
        owedNanos = followed ? Math.min(owedNanos + (nowNanos - endedNanos), MOST_OWED_NANOS) : 0;
        long madeUp = Math.min(owedNanos, Math.min(MOST_MADE_UP_NANOS, delayNanos / 2));
        owedNanos -= madeUp;
        return delayNanos - madeUp;
    }

    /**
     * It has waited.
     *
     * @param lateNanos how much longer than it should have
     * @param othersWait whether another record is there already
     */
    void end(long nowNanos, long lateNanos, boolean othersWait) {
        owedNanos = Math.min(owedNanos + lateNanos, MOST_OWED_NANOS);
        endedNanos = nowNanos;
        followed = othersWait;
    }

    /** The next record owes nothing. */
    void forget() {
        followed = false;
    }
}
