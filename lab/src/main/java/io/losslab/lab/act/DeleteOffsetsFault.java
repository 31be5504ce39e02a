package io.losslab.lab.act;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** An operator's {@code kafka-consumer-groups --delete-offsets}; waits until the group has no members. */
final class DeleteOffsetsFault implements Fault {
    private final FaultSpec spec;

    DeleteOffsetsFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public void run(FaultScene scene, FaultLog log) throws InterruptedException {
        String group = scene.groupId(spec.target().text());
        Set<TopicPartition> partitions = IntStream.range(0, scene.partitions())
                .mapToObj(p -> new TopicPartition(scene.topic(), p))
                .collect(Collectors.toSet());
        Offsets.onceEmpty(() -> {
            log.begin();
            return scene.admin().deleteConsumerGroupOffsets(group, partitions).all();
        });
        partitions.forEach(
                partition -> log.injected(group, partition.partition(), -1, "committed offset deleted by an operator"));
    }
}
