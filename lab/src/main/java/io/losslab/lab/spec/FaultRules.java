package io.losslab.lab.spec;

import io.losslab.lab.act.ActKind;
import io.losslab.lab.act.FaultSpec;
import io.losslab.lab.act.FaultTarget;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the schema cannot say of faults: which kind goes with which target and which keys. */
final class FaultRules {
    private FaultRules() {}

    /**
     * @param pointer to the place in the document
     */
    record Problem(String pointer, String text) {}

    static Optional<Problem> problem(ExperimentSpec spec) {
        if (spec.consumers().containsKey(FaultTarget.PRODUCER)) {
            return Optional.of(new Problem(
                    "/consumers/producer", "consumers.producer: faults mean the load-producer by 'producer'"));
        }
        int number = 0;
        for (FaultSpec fault : spec.faults()) {
            if (fault.kind() != ActKind.START) {
                Problem problem = problem(spec, fault, number++);
                if (problem != null) {
                    return Optional.of(problem);
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable Problem problem(ExperimentSpec spec, FaultSpec fault, int number) {
        String pointer = "/faults/" + number;
        String path = "faults." + number;
        ActKind kind = fault.kind();
        String target = targetProblem(spec, fault);
        if (target != null) {
            return new Problem(
                    pointer + "/target", path + ".target: '" + fault.target().text() + "' " + target);
        }
        if (fault.after() >= number) {
            return new Problem(
                    pointer + "/after",
                    path + ".after: '" + fault.after() + "' is no fault before this one; "
                            + (number == 0 ? "there is none" : "allowed: 0 to " + (number - 1)));
        }
        if (kind.hasDuration() && (fault.duration() == null || fault.duration().isZero())) {
            return new Problem(pointer, path + " lacks the key 'for': how long it lasts, such as 3s");
        }
        if (!kind.hasDuration() && fault.duration() != null) {
            return new Problem(
                    pointer + "/for", path + ".for: only a pause and what is done to network or disk have it");
        }
        Problem early = earlyProblem(spec, fault, pointer, path);
        Problem absent = early != null ? early : goneProblem(spec, fault, number);
        if (absent != null) {
            return absent;
        }
        if (fault.mayBeRefused() && !kind.isOperators()) {
            return new Problem(
                    pointer + "/mayBeRefused",
                    path + ".mayBeRefused: only " + ActKind.listed(ActKind::isOperators) + " have it");
        }
        Problem network = networkProblem(spec, fault, pointer, path);
        if (network != null) {
            return network;
        }
        if (!kind.endsProcess() && fault.restart() != null) {
            return new Problem(
                    pointer + "/restart", path + ".restart: only " + ActKind.listed(ActKind::endsProcess) + " have it");
        }
        if (fault.wipe() && !(canWipe(kind) && fault.target().type().isBroker())) {
            return new Problem(
                    pointer + "/wipe",
                    path + ".wipe: only " + ActKind.listed(FaultRules::canWipe) + " of brokers have it");
        }
        if (fault.repeat().times() > 1 && fault.repeat().every().isZero()) {
            return new Problem(pointer, path + " lacks the key 'every': from one time to the next, such as 12s");
        }
        if (fault.repeat().times() > 1 && kind.endsProcess() && fault.restart() == null) {
            return new Problem(
                    pointer,
                    path + " lacks the key 'restart': what is ended "
                            + fault.repeat().times() + " times has to be started again between");
        }
        return toProblem(fault, pointer, path);
    }

    private static boolean canWipe(ActKind kind) {
        return kind.endsProcess() && kind.on() == ActKind.On.PROCESSES;
    }

    /** Null when {@code to} is what the kind takes. */
    private static @Nullable Problem toProblem(FaultSpec fault, String pointer, String path) {
        ActKind kind = fault.kind();
        List<String> words = kind.to();
        String to = fault.to();
        if (words.isEmpty()) {
            return to == null
                    ? null
                    : new Problem(
                            pointer + "/to",
                            path + ".to: only "
                                    + ActKind.listed(other -> !other.to().isEmpty()) + " have it");
        }
        boolean known = to != null && (words.contains(to) || kind.takesOffset() && to.matches("[0-9]+"));
        return known
                ? null
                : new Problem(
                        pointer,
                        path + ".to: allowed for " + kind.code() + ": " + String.join(", ", words)
                                + (kind.takesOffset() ? ", or an offset" : ""));
    }

    /** Null when there is a process by then, as far as the file tells. */
    private static @Nullable Problem earlyProblem(ExperimentSpec spec, FaultSpec fault, String pointer, String path) {
        ExperimentSpec.Consumer consumer = spec.consumers().get(fault.target().service());
        if (consumer == null
                || consumer.startAt() == null
                || !fault.kind().isOnProcess()
                || fault.after() >= 0
                || fault.at().compareTo(consumer.startAt()) >= 0) {
            return null;
        }
        return new Problem(
                pointer + "/at",
                path + ".at: '" + Quantity.text(fault.at()) + "' is before consumers."
                        + fault.target().service() + ".startAt, and nothing of it runs then; allowed: "
                        + Quantity.text(consumer.startAt()) + " or later");
    }

    /** Null when no other fault has ended it for good by then, as far as the file tells. */
    private static @Nullable Problem goneProblem(ExperimentSpec spec, FaultSpec fault, int number) {
        for (int other = 0; other < spec.faults().size(); other++) {
            FaultSpec end = spec.faults().get(other);
            boolean before = end.after() < 0 && fault.after() < 0 && end.at().compareTo(fault.at()) < 0
                    || fault.after() == other;
            if (before
                    && fault.kind().isOnProcess()
                    && end.kind().endsProcess()
                    && end.restart() == null
                    && isWithin(fault.target(), end.target())) {
                return new Problem(
                        "/faults/" + number + "/target",
                        "faults." + number + ".target: '" + fault.target().text() + "' is gone by then: faults." + other
                                + " ends it for good; allowed: a 'restart' there");
            }
        }
        return null;
    }

    /** Whether all that the one means is what the other means, whenever that is. */
    private static boolean isWithin(FaultTarget target, FaultTarget other) {
        return switch (other.type()) {
            case SERVICE ->
                other.text().equals(target.service())
                        && (target.type() == FaultTarget.Type.SERVICE || target.type() == FaultTarget.Type.MEMBER);
            case MEMBER, BROKER -> other.text().equals(target.text());
            case ALL_BROKERS -> target.type().isBroker() && target.type() != FaultTarget.Type.CONTROLLER;
            default -> false; // means another each time
        };
    }

    /** Null when the fault leaves the network alone, or can be done to it. */
    private static @Nullable Problem networkProblem(ExperimentSpec spec, FaultSpec fault, String pointer, String path) {
        boolean slow = fault.kind() == ActKind.SLOW_NETWORK;
        if (slow != (fault.slowness() != null)) {
            return new Problem(
                    pointer,
                    path
                            + (slow
                                    ? " lacks the key 'latency' or 'bandwidth': what a slow network is like, such as 20ms"
                                    : ": only a slow-network has 'latency', 'bandwidth' and 'links'"));
        }
        if (fault.kind().isOnNetwork() && spec.cluster().controllers() == 0) {
            return new Problem(
                    pointer + "/kind",
                    path + ".kind: a " + fault.kind().code()
                            + " needs controllers of their own; set cluster.controllers to 1 or more");
        }
        return null;
    }

    /** Null when the service has such an instance. */
    private static @Nullable String memberProblem(ExperimentSpec spec, FaultTarget target) {
        String service = target.service();
        if (service.equals(FaultTarget.PRODUCER)) {
            return "is no target: there is one producer; allowed: producer";
        }
        int instances = Objects.requireNonNull(spec.consumers().get(service)).instances();
        return target.number() >= 1 && target.number() <= instances
                ? null
                : "is no instance of " + service + "; allowed: "
                        + (instances == 1 ? service + " 1" : service + " 1 to " + service + " " + instances);
    }

    /** Null when the target can be. */
    private static @Nullable String targetProblem(ExperimentSpec spec, FaultSpec fault) {
        FaultTarget target = fault.target();
        int partitions = spec.topic().partitions();
        if (target.type().numbersPartition() && target.number() >= partitions) {
            return "is no partition; allowed: 0 to " + (partitions - 1);
        }
        if (fault.kind().on() == ActKind.On.PARTITIONS) {
            return target.type().isPartitions() ? null : "is none of: all partitions, partition 0, partition 1, ...";
        }
        Set<String> services = new TreeSet<>(spec.consumers().keySet());
        if (!fault.kind().isOnProcess()) {
            return services.contains(target.text()) ? null : "is none of the consumers: " + String.join(", ", services);
        }
        boolean brokersOnly = fault.kind().on() == ActKind.On.BROKERS;
        if (brokersOnly && !target.type().isBroker()) {
            return "is none of: broker N, all brokers, leader of partition N, followers of partition N";
        }
        if ((brokersOnly || fault.wipe()) && target.type() == FaultTarget.Type.CONTROLLER) {
            return "is no broker, and only brokers can have this fault";
        }
        services.add(FaultTarget.PRODUCER);
        if (target.type() == FaultTarget.Type.MEMBER && services.contains(target.service())) {
            return memberProblem(spec, target);
        }
        switch (target.type()) {
            case SERVICE, MEMBER -> {
                return services.contains(target.text())
                        ? null
                        : "is none of: " + String.join(", ", services)
                                + "; one instance of them, such as "
                                + services.iterator().next() + " 1"
                                + "; broker N, all brokers, leader of partition N, followers of partition N,"
                                + " active controller";
            }
            case BROKER -> {
                int brokers = spec.cluster().brokers();
                return target.number() >= 1 && target.number() <= brokers
                        ? null
                        : "is no broker; allowed: 1 to " + brokers;
            }
            case FOLLOWERS -> {
                return spec.topic().replicationFactor() > 1 ? null : "are none: topic.replicationFactor is 1";
            }
            case LEADER, ALL_BROKERS, CONTROLLER -> {
                return null;
            }
            default -> {
                return "cannot have a " + fault.kind().code()
                        + "; only " + ActKind.listed(kind -> kind.on() == ActKind.On.PARTITIONS)
                        + " go with partitions";
            }
        }
    }
}
