package io.losslab.ledger.identity;

import java.time.Instant;

/**
 * Wall-clock time in microseconds that never runs backwards within a process: the epoch time at start plus the
 * monotonic time since. Two processes on one machine agree to within the resolution of {@link Instant#now()}; a step of
 * the system's clock during a run does not show, by design.
 */
public final class EpochClock {
    private static final long START_NANOS = System.nanoTime();
    private static final long START_MICROS = micros(Instant.now());

    private EpochClock() {}

    /** Microseconds since 1970-01-01T00:00:00Z. */
    public static long micros() {
        return START_MICROS + (System.nanoTime() - START_NANOS) / 1_000;
    }

    /** The epoch time in microseconds of a reading of {@link System#nanoTime()} in this process. */
    public static long microsAtNanoTime(long nanoTime) {
        return START_MICROS + (nanoTime - START_NANOS) / 1_000;
    }

    public static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
