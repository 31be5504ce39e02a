package io.losslab.lab.fault;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ElectionNotNeededException;

/** An operator's {@code kafka-leader-election}: of the first replica, or of one that is not in sync. */
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
        ElectionType type = spec.to().equals("unclean") ? ElectionType.UNCLEAN : ElectionType.PREFERRED;
        log.begin();
        Offsets.get(scene.admin().electLeaders(type, partitions).partitions())
                .forEach((partition, refusal) -> log.injected(scene.topic(), partition.partition(), -1, text(refusal)));
    }

    private static String text(Optional<Throwable> refusal) {
        if (refusal.isEmpty()) {
            return "leader elected";
        }
        return refusal.get() instanceof ElectionNotNeededException
                ? "election not needed"
                : "election refused: " + refusal.get().getClass().getSimpleName();
    }
}
