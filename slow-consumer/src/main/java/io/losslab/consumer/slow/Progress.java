package io.losslab.consumer.slow;

import java.time.Duration;

/**
 * Tells slow from stuck: stuck is a record that takes much longer than its delay, or records that wait while none is
 * finished for as long.
 *
 * <p>Not thread-safe.
 */
final class Progress {
    private long doneBefore = -1;
    private long progressNanos;

    /**
     * @param nowNanos on the clock of {@link System#nanoTime()}
     * @param done records finished so far
     * @param waiting records delivered and not finished
     * @param atWork how long the present record has taken
     * @param allowed the delay, and what may come on top
     */
    boolean isStuck(long nowNanos, long done, long waiting, Duration atWork, Duration allowed) {
        if (done != doneBefore || waiting == 0) {
            doneBefore = done;
            progressNanos = nowNanos;
        }
        return atWork.compareTo(allowed) > 0 || nowNanos - progressNanos > allowed.toNanos();
    }
}
