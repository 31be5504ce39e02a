package io.losslab.lab.act;

import io.losslab.lab.place.NetworkControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One fault as the experiment file has it.
 *
 * @param at after the start of the load, or after another fault
 * @param after place in the list of the fault that is to be done first; -1 for none
 * @param duration of a pause, or of what is done to network or disk; null for the other kinds
 * @param restart how long after its end a process is started again; null for never
 * @param to where records are deleted up to, offsets are set to, or which election is held; null for the other kinds
 * @param repeat how often it happens
 * @param slowness of a slow network; null for the other kinds
 * @param mayBeRefused whether the experiment is what its file says, too, when Kafka refuses to do it
 * @param wipe whether a broker's disk goes with it: it is started again on an empty one
 */
public record FaultSpec(
        ActKind kind,
        FaultTarget target,
        Duration at,
        @Nullable Duration duration,
        @Nullable Duration restart,
        @Nullable String to,
        Repeat repeat,
        @Nullable Slowness slowness,
        boolean wipe,
        int after,
        boolean mayBeRefused) {
    /** One that happens once and spares the disk. */
    public FaultSpec(
            ActKind kind,
            FaultTarget target,
            Duration at,
            @Nullable Duration duration,
            @Nullable Duration restart,
            @Nullable String to) {
        this(kind, target, at, duration, restart, to, Repeat.ONCE, null, false, -1, false);
    }

    /**
     * @param every from one time to the next
     * @param jitter each time is later by something from nothing to this, by the experiment's seed
     */
    public record Repeat(int times, Duration every, Duration jitter) {
        public static final Repeat ONCE = new Repeat(1, Duration.ZERO, Duration.ZERO);
    }

    /**
     * @param latency added in each direction
     * @param bytesPerSecond of each connection and direction; 0 for no limit
     * @param of whose links
     */
    public record Slowness(Duration latency, long bytesPerSecond, NetworkControl.Use of) {}

    /**
     * When it happens, after the start of the load or the other fault; the same seed gives the same times.
     *
     * @param number of the fault in its file: faults of one file do not share their luck
     */
    public List<Duration> times(long seed, int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < repeat.times(); i++) {
            long later = repeat.jitter().isZero()
                    ? 0
                    : random.nextLong(repeat.jitter().toNanos());
            times.add(at.plus(repeat.every().multipliedBy(i)).plusNanos(later));
        }
        return times;
    }

    /** When the last of it is over, after the start of the load or the other fault, as far as the file tells. */
    public Duration last() {
        return at.plus(repeat.every().multipliedBy(repeat.times() - 1L))
                .plus(repeat.jitter())
                .plus(duration == null ? Duration.ZERO : duration)
                .plus(restart == null ? Duration.ZERO : restart);
    }

    /** In one line, for people. */
    public String text() {
        return kind.code() + " " + target.text() + (to == null ? "" : " to " + to);
    }
}
