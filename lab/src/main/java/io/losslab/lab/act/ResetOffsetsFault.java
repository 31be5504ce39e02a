package io.losslab.lab.act;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** An operator's {@code kafka-consumer-groups --reset-offsets}; waits until the group has no members. */
final class ResetOffsetsFault implements Fault {
    private final FaultSpec spec;

    ResetOffsetsFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public void run(FaultScene scene, FaultLog log) throws InterruptedException {
        String group = scene.groupId(spec.target().text());
        OffsetSpec which =
                Objects.requireNonNull(spec.to()).equals("earliest") ? OffsetSpec.earliest() : OffsetSpec.latest();
        boolean number = !Objects.requireNonNull(spec.to()).equals("earliest")
                && !spec.to().equals("latest");
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        Offsets.onceEmpty(() -> {
            try {
                Offsets.of(scene, -1, which)
                        .forEach((partition, offset) -> offsets.put(
                                partition, new OffsetAndMetadata(number ? Long.parseLong(spec.to()) : offset)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the request's own waiting ends by it
            }
            log.begin();
            return scene.admin().alterConsumerGroupOffsets(group, offsets).all();
        });
        offsets.forEach((partition, offset) ->
                log.injected(group, partition.partition(), offset.offset(), "committed by an operator"));
    }
}
