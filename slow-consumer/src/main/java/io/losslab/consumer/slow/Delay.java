package io.losslab.consumer.slow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The time that a record takes, by the {@link DelaySchedule}. A change counts at once, also for whoever is waiting: a
 * shortened delay ends the wait when the new one has passed since its begin.
 */
final class Delay {
    /** Longer than any experiment; keeps the arithmetic from overflowing. */
    static final Duration LONGEST = Duration.ofDays(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DelaySchedule schedule = new DelaySchedule();
    private volatile long nanos;

    Delay(Duration initial) {
        nanos = requireAllowed(initial).toNanos();
    }

    void set(Duration delay) {
        lock.lock();
        try {
            nanos = requireAllowed(delay).toNanos();
            schedule.forget();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Duration get() {
        return Duration.ofNanos(nanos);
    }

    /** Without a delay nobody has to wait, and {@link #pass} returns at once. */
    boolean isNone() {
        return nanos == 0;
    }

    /**
     * Blocks for the delay; without one, costs a read.
     *
     * @param othersWait whether another record is there already; asked when this one has waited
     */
    void pass(BooleanSupplier othersWait) throws InterruptedException {
        if (isNone()) {
            return;
        }
        lock.lockInterruptibly();
        try {
            long begin = System.nanoTime();
            long delay = nanos;
            long wait = schedule.begin(begin, delay);
            long left = wait;
            boolean unchanged = true;
            while (left > 0) {
                changed.await(left, TimeUnit.NANOSECONDS);
                if (nanos != delay) {
                    delay = nanos;
                    wait = delay;
                    unchanged = false;
                }
                left = wait - (System.nanoTime() - begin);
            }
            schedule.end(begin + wait - left, unchanged ? -left : 0, othersWait.getAsBoolean());
        } finally {
            lock.unlock();
        }
    }

    private static Duration requireAllowed(Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a delay of " + delay + " is not within 0ms to 24h");
        }
        return delay;
    }
}
