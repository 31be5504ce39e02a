package io.losslab.lab.act;

import io.losslab.lab.place.Links;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

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
        Kind kind,
        FaultTarget target,
        Duration at,
        Duration duration,
        Duration restart,
        String to,
        Repeat repeat,
        Slowness slowness,
        boolean wipe,
        int after,
        boolean mayBeRefused) {
    /** One that happens once and spares the disk. */
    public FaultSpec(Kind kind, FaultTarget target, Duration at, Duration duration, Duration restart, String to) {
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
    public record Slowness(Duration latency, long bytesPerSecond, Links.Use of) {}

    /** What is done. */
    public enum Kind {
        /** SIGKILL. */
        KILL,
        /** SIGTERM: an orderly end. */
        STOP,
        /** SIGSTOP, and SIGCONT after a while. */
        PAUSE,
        /** A consumer that was held back is started; no fault of the file, but its {@code startAt}. */
        START,
        /** An operator deletes the oldest records. */
        DELETE_RECORDS,
        /** An operator sets a group's committed offsets. */
        RESET_OFFSETS,
        /** An operator removes a group's committed offsets. */
        DELETE_OFFSETS,
        /** An operator lets the controller elect leaders. */
        ELECT_LEADERS,
        /** SIGKILL of brokers, and what they had not flushed to disk is cut off their logs: a model of a power loss. */
        POWER_LOSS,
        /** The disk of a broker is full for a while. */
        DISK_FULL,
        /** The disk of a broker is lost, and comes back with all that it had. */
        DISK_ERROR,
        /** A broker is cut off from the other brokers and from the controllers, not from its clients. */
        PARTITION,
        /** The links to brokers are slow for a while. */
        SLOW_NETWORK;

        /** As files write it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Kind ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        /** Whether it acts on processes. */
        public boolean isOnProcess() {
            return this == PAUSE || endsProcess() || isOnNetwork() || isOnDisk();
        }

        /** Whether it acts on the network of processes, and needs one that lets it. */
        public boolean isOnNetwork() {
            return this == PARTITION || this == SLOW_NETWORK;
        }

        /** Whether the disk of brokers fails them. */
        public boolean isOnDisk() {
            return this == DISK_FULL || this == DISK_ERROR;
        }

        /** Whether it lasts for a time that the file gives. */
        public boolean hasDuration() {
            return this == PAUSE || isOnNetwork() || isOnDisk();
        }

        /** Whether it ends processes, which may be started again. */
        public boolean endsProcess() {
            return this == KILL || this == STOP || this == POWER_LOSS;
        }
    }

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
