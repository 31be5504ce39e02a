package io.losslab.consumer.slow;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The time that a record takes. A change counts at once, also for whoever is waiting: a shortened delay ends the wait
 * when the new one has passed since its begin.
 */
final class Delay {
    /** Longer than any experiment; keeps the arithmetic from overflowing. */
    static final Duration LONGEST = Duration.ofDays(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile long nanos;

    Delay(Duration initial) {
        nanos = requireAllowed(initial).toNanos();
    }

    void set(Duration delay) {
        lock.lock();
        try {
            nanos = requireAllowed(delay).toNanos();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Duration get() {
        return Duration.ofNanos(nanos);
    }

    /** Blocks for the delay; without one, costs a read. */
    void pass() throws InterruptedException {
        if (nanos == 0) {
            return;
        }
        long begin = System.nanoTime();
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (left > 0) {
                changed.await(left, TimeUnit.NANOSECONDS);
                left = nanos - (System.nanoTime() - begin);
            }
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
