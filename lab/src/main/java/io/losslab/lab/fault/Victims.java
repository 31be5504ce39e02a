package io.losslab.lab.fault;

import io.losslab.lab.LabException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** Finds the processes that a target means at the moment it is asked. */
final class Victims {
    private Victims() {}

    /** Never empty. */
    static List<Victim> of(FaultTarget target, FaultScene scene) throws InterruptedException {
        List<? extends Victim> found = target.type().isBroker() ? brokers(target, scene) : scene.service(target.text());
        List<Victim> alive = new ArrayList<>(found);
        alive.removeIf(victim -> !victim.isAlive());
        if (alive.isEmpty()) {
            throw new LabException.Environment(target.text() + ": no process of it is running");
        }
        return alive;
    }

    private static List<Victim> brokers(FaultTarget target, FaultScene scene) throws InterruptedException {
        List<? extends Victim> brokers = scene.brokers();
        List<Victim> found = new ArrayList<>();
        if (target.type() == FaultTarget.Type.BROKER) {
            found.add(brokers.get(target.number() - 1));
            return found;
        }
        TopicPartitionInfo partition = describe(target, scene);
        if (partition.leader() == null || partition.leader().isEmpty()) {
            throw new LabException.Environment("partition " + target.number() + " has no leader");
        }
        if (target.type() == FaultTarget.Type.LEADER) {
            found.add(brokers.get(partition.leader().id() - 1));
        } else {
            partition.replicas().stream()
                    .map(Node::id)
                    .filter(id -> id != partition.leader().id())
                    .forEach(id -> found.add(brokers.get(id - 1)));
        }
        return found;
    }

    private static TopicPartitionInfo describe(FaultTarget target, FaultScene scene) throws InterruptedException {
        try {
            return Map.copyOf(scene.admin()
                            .describeTopics(List.of(scene.topic()))
                            .allTopicNames()
                            .get(10, TimeUnit.SECONDS))
                    .get(scene.topic())
                    .partitions()
                    .get(target.number());
        } catch (ExecutionException | TimeoutException e) {
            throw new LabException.Environment(
                    "cannot tell the " + target.text() + ": " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }
}
