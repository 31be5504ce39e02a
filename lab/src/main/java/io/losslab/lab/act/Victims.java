package io.losslab.lab.act;

import io.losslab.lab.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** Finds the processes that a target means at the moment it is asked. */
final class Victims {
    /** Between a kill and what follows it, an election or a start, nobody is there: the next fault waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long TIMEOUT_SECONDS = 10;

    private Victims() {}

    /**
     * Never empty. A process that another fault is about to start again is waited for, and so is one that has just been
     * started: what does not serve yet cannot be taken from anybody.
     */
    static List<Victim> of(FaultTarget target, FaultScene scene, FaultLog log) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Victim> alive = new ArrayList<>(found(target, scene));
            alive.removeIf(victim -> !victim.isAlive());
            if (!alive.isEmpty() && alive.stream().allMatch(Victim::hasServed)) {
                return alive;
            }
            boolean mayCome = target.type() == FaultTarget.Type.LEADER
                    || target.type() == FaultTarget.Type.CONTROLLER
                    || !alive.isEmpty()
                    || log.somethingComesBack();
            if (!mayCome || System.nanoTime() > deadline) {
                throw new LabException.Environment(target.text() + ": no process of it is running");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The same, of a target that means brokers. */
    static List<BrokerVictim> brokers(FaultTarget target, FaultScene scene, FaultLog log) throws InterruptedException {
        return of(target, scene, log).stream().map(BrokerVictim.class::cast).toList();
    }

    private static List<? extends Victim> found(FaultTarget target, FaultScene scene) throws InterruptedException {
        List<? extends BrokerVictim> brokers = scene.brokers();
        return switch (target.type()) {
            case SERVICE -> scene.service(target.text());
            case MEMBER -> scene.member(target.service(), target.number());
            case BROKER -> List.of(brokers.get(target.number() - 1));
            case ALL_BROKERS -> brokers;
            case CONTROLLER -> {
                int leader = controller(scene);
                yield Stream.concat(brokers.stream(), scene.controllers().stream())
                        .filter(victim -> victim.node().id() == leader)
                        .toList();
            }
            case LEADER -> {
                TopicPartitionInfo partition = describe(target, scene);
                yield partition == null ? List.of() : replicas(brokers, List.of(partition.leader()));
            }
            case FOLLOWERS -> {
                TopicPartitionInfo partition = describe(target, scene);
                if (partition == null) {
                    throw new LabException.Environment("partition " + target.number() + " has no leader");
                }
                yield replicas(
                        brokers,
                        partition.replicas().stream()
                                .filter(node -> node.id() != partition.leader().id())
                                .toList());
            }
            default -> throw new IllegalArgumentException(target.text());
        };
    }

    private static List<? extends Victim> replicas(List<? extends BrokerVictim> brokers, List<Node> nodes) {
        return nodes.stream().map(node -> brokers.get(node.id() - 1)).toList();
    }

    /** Null while it has no leader, or nobody tells. */
    private static @Nullable TopicPartitionInfo describe(FaultTarget target, FaultScene scene)
            throws InterruptedException {
        TopicPartitionInfo partition = answer(
                        scene.admin().describeTopics(List.of(scene.topic())).allTopicNames())
                .map(topics -> Objects.requireNonNull(topics.get(scene.topic()))
                        .partitions()
                        .get(target.number()))
                .orElse(null);
        return partition == null
                        || partition.leader() == null
                        || partition.leader().isEmpty()
                ? null
                : partition;
    }

    /** The node that leads the quorum; -1 while nobody tells. */
    private static int controller(FaultScene scene) throws InterruptedException {
        return answer(scene.admin().describeMetadataQuorum().quorumInfo())
                .map(QuorumInfo::leaderId)
                .orElse(-1);
    }

    private static <T> Optional<T> answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return Optional.of(future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
