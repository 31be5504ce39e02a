package io.losslab.lab.act;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ElectionNotNeededException;

/**
 * An operator's {@code kafka-leader-election}: of the first replica, or of one that is not in sync. Where the elected one led
 * already, Kafka does nothing: that is no refusal as long as another partition of the same fault got a new leader.
 */
final class ElectLeadersFault implements Fault {
    private final FaultSpec spec;

    ElectLeadersFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public void run(FaultScene scene, FaultLog log) throws InterruptedException {
        Set<TopicPartition> partitions = IntStream.range(0, scene.partitions())
                .filter(p -> spec.target().number() < 0 || spec.target().number() == p)
                .mapToObj(p -> new TopicPartition(scene.topic(), p))
                .collect(Collectors.toSet());
        ElectionType type =
                Objects.requireNonNull(spec.to()).equals("unclean") ? ElectionType.UNCLEAN : ElectionType.PREFERRED;
        log.begin();
        Map<TopicPartition, Optional<Throwable>> answers =
                Offsets.get(scene.admin().electLeaders(type, partitions).partitions());
        boolean elected = answers.values().stream().anyMatch(Optional::isEmpty);
        answers.forEach((partition, refusal) -> {
            if (refusal.isEmpty()) {
                log.injected(scene.topic(), partition.partition(), -1, "leader elected");
            } else if (refusal.get() instanceof ElectionNotNeededException && elected) {
                log.injected(scene.topic(), partition.partition(), -1, "election not needed");
            } else {
                log.refused(scene.topic(), partition.partition(), RefusedException.reason(refusal.get()));
            }
        });
    }
}
