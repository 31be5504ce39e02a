package io.losslab.lab.capture;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A thread that does the same once a period, until it is stopped or interrupted. */
final class Rounds {
    private final Duration period;
    private final Round round;
    private final Thread thread;
    private volatile boolean stopped;

    /** What is done once a period. */
    @FunctionalInterface
    interface Round {
        void run() throws InterruptedException;
    }

    /**
     * @param period from start to start; one that lasts longer is followed by the next at once
     */
    Rounds(String threadName, Duration period, Round round) {
        this.period = period;
        this.round = round;
        thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopped) {
            long started = System.nanoTime();
            try {
                round.run();
            } catch (InterruptedException e) {
                return;
            }
            long rest = period.toNanos() - (System.nanoTime() - started);
            if (rest > 0) {
                LockSupport.parkNanos(rest);
            }
        }
    }

    /**
     * Interrupts the round that is on, and waits for its end.
     *
     * @return false when it was stopped before
     */
    boolean stop(Duration patience) {
        if (stopped) {
            return false;
        }
        stopped = true;
        thread.interrupt();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
