package io.losslab.lab.act;

import io.losslab.lab.place.Place.Capability;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What can be done to a run, and all that others have to know of it: what it is done to, whether it is over at once, lasts or
 * ends a process, whom it disturbs, which words {@code to} takes, and what the place must be able to do.
 */
public enum ActKind {
    /** SIGKILL. */
    KILL(Traits.of(On.PROCESSES).ending().disturbing().needing(Capability.KILL_BROKER), KillFault::new),
    /** SIGTERM: an orderly end. */
    STOP(Traits.of(On.PROCESSES).ending().disturbing().needing(Capability.KILL_BROKER), StopFault::new),
    /** SIGSTOP, and SIGCONT after a while. */
    PAUSE(Traits.of(On.PROCESSES).lasting().disturbing().needing(Capability.PAUSE_BROKER), PauseFault::new),
    /** A consumer that was held back is started; in no list of faults, but a consumer's {@code startAt}. */
    START(Traits.of(On.SERVICE), StartFault::new),
    /** An operator deletes the oldest records. */
    DELETE_RECORDS(Traits.of(On.PARTITIONS).toOffsetOr("end", "half"), DeleteRecordsFault::new),
    /** An operator sets a group's committed offsets. */
    RESET_OFFSETS(Traits.of(On.OFFSETS).toOffsetOr("earliest", "latest"), ResetOffsetsFault::new),
    /** An operator removes a group's committed offsets. */
    DELETE_OFFSETS(Traits.of(On.OFFSETS), DeleteOffsetsFault::new),
    /** An operator lets the controller elect leaders. */
    ELECT_LEADERS(Traits.of(On.PARTITIONS).disturbing().to("preferred", "unclean"), ElectLeadersFault::new),
    /** SIGKILL of brokers, and what they had not flushed to disk is cut off their logs: a model of a power loss. */
    POWER_LOSS(
            Traits.of(On.BROKERS).ending().disturbing().needing(Capability.KILL_BROKER, Capability.CHANGE_BROKER_DATA),
            PowerLossFault::new),
    /** The disk of a broker is full for a while. */
    DISK_FULL(Traits.of(On.BROKERS).lasting().disturbing().needing(Capability.FILL_BROKER_DISK), DiskFullFault::new),
    /** The disk of a broker is lost, and comes back with all that it had. */
    DISK_ERROR(
            Traits.of(On.BROKERS).lasting().disturbing().needing(Capability.CHANGE_BROKER_DATA), DiskErrorFault::new),
    /** A broker is cut off from the other brokers and from the controllers, not from its clients. */
    PARTITION(Traits.of(On.BROKERS).lasting().disturbing().needing(Capability.CHANGE_NETWORK), PartitionFault::new),
    /** The links to brokers are slow for a while. */
    SLOW_NETWORK(Traits.of(On.BROKERS).lasting().needing(Capability.CHANGE_NETWORK), SlowNetworkFault::new);

    /** What it is done to. */
    public enum On {
        /** Processes of brokers, controllers or services. */
        PROCESSES,
        /** Brokers, their disk or their network. */
        BROKERS,
        /** Partitions, by the tools of an operator. */
        PARTITIONS,
        /** The committed offsets of a group, by the tools of an operator. */
        OFFSETS,
        /** A service that does not run yet. */
        SERVICE
    }

    /**
     * @param ends whether it ends processes, which may be started again
     * @param lasts whether it lasts for a time that the file gives
     * @param disturbs whether producers have to recover from it, done to a broker
     * @param to the words that {@code to} takes; none when it has no such key
     * @param offsets whether {@code to} takes an offset as well
     * @param needs what the place must be able to do when it is done to a broker
     */
    private record Traits(
            On on,
            boolean ends,
            boolean lasts,
            boolean disturbs,
            List<String> to,
            boolean offsets,
            Set<Capability> needs) {
        static Traits of(On on) {
            return new Traits(on, false, false, false, List.of(), false, EnumSet.noneOf(Capability.class));
        }

        Traits ending() {
            return new Traits(on, true, lasts, disturbs, to, offsets, needs);
        }

        Traits lasting() {
            return new Traits(on, ends, true, disturbs, to, offsets, needs);
        }

        Traits disturbing() {
            return new Traits(on, ends, lasts, true, to, offsets, needs);
        }

        Traits to(String... words) {
            return new Traits(on, ends, lasts, disturbs, List.of(words), false, needs);
        }

        Traits toOffsetOr(String... words) {
            return new Traits(on, ends, lasts, disturbs, List.of(words), true, needs);
        }

        Traits needing(Capability first, Capability... more) {
            return new Traits(on, ends, lasts, disturbs, to, offsets, EnumSet.of(first, more));
        }
    }

    private final Traits traits;
    private final Function<FaultSpec, Fault> make;

    ActKind(Traits traits, Function<FaultSpec, Fault> make) {
        this.traits = traits;
        this.make = make;
    }

    Fault act(FaultSpec spec) {
        return make.apply(spec);
    }

    /** As files write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws IllegalArgumentException when there is no such kind
     */
    public static ActKind ofCode(String code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException(code));
    }

    /** Empty when it is none of this version's: what is read may be a stranger's. */
    public static Optional<ActKind> find(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }

    /** The codes of those that files may name and that are so, as a sentence lists them. */
    public static String listed(Predicate<ActKind> which) {
        List<String> codes = Arrays.stream(values())
                .filter(kind -> kind.traits.on != On.SERVICE)
                .filter(which)
                .map(ActKind::code)
                .toList();
        int last = codes.size() - 1;
        return last < 1
                ? String.join("", codes)
                : String.join(", ", codes.subList(0, last)) + " and " + codes.get(last);
    }

    public On on() {
        return traits.on;
    }

    /** Whether it acts on processes, or on what processes stand on. */
    public boolean isOnProcess() {
        return traits.on == On.PROCESSES || traits.on == On.BROKERS;
    }

    /** Whether it is what the tools of an operator do, which Kafka may refuse. */
    public boolean isOperators() {
        return traits.on == On.PARTITIONS || traits.on == On.OFFSETS;
    }

    /** Whether it acts on the network of processes, and needs one that lets it. */
    public boolean isOnNetwork() {
        return traits.needs.contains(Capability.CHANGE_NETWORK);
    }

    /** Whether it lasts for a time that the file gives. */
    public boolean hasDuration() {
        return traits.lasts;
    }

    /** Whether it ends processes, which may be started again. */
    public boolean endsProcess() {
        return traits.ends;
    }

    /** Whether it is over as soon as it is done; all others last until they are undone, or until the run ends. */
    public boolean isMoment() {
        return !traits.ends && !traits.lasts;
    }

    /** Whether producers have to recover from it, done to a broker. */
    public boolean isDisturbing() {
        return traits.disturbs;
    }

    /** The words that {@code to} takes; none when it has no such key. */
    public List<String> to() {
        return traits.to;
    }

    /** Whether {@code to} takes an offset as well as its words. */
    public boolean takesOffset() {
        return traits.offsets;
    }

    /** What the place must be able to do when it is done to a broker. */
    public Set<Capability> needs() {
        return EnumSet.copyOf(traits.needs);
    }
}
