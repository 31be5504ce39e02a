package io.losslab.lab.act;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.DeletedRecords;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** An operator's {@code kafka-delete-records}: the log starts later from now on, whoever has read it or not. */
final class DeleteRecordsFault implements Fault {
    private final FaultSpec spec;

    DeleteRecordsFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public void run(FaultScene scene, FaultLog log) throws InterruptedException {
        int only = spec.target().number();
        Map<TopicPartition, Long> ends = Offsets.of(scene, only, OffsetSpec.latest());
        Map<TopicPartition, Long> starts = Offsets.of(scene, only, OffsetSpec.earliest());
        Map<TopicPartition, RecordsToDelete> request = new TreeMap<>((a, b) -> a.partition() - b.partition());
        ends.forEach((partition, end) -> request.put(
                partition, RecordsToDelete.beforeOffset(upTo(Objects.requireNonNull(starts.get(partition)), end))));
        log.begin();
        for (Map.Entry<TopicPartition, KafkaFuture<DeletedRecords>> answer :
                scene.admin().deleteRecords(request).lowWatermarks().entrySet()) {
            long start;
            try {
                start = Offsets.get(answer.getValue()).lowWatermark();
            } catch (RefusedException e) {
                log.refused(scene.topic(), answer.getKey().partition(), e.getMessage());
                continue;
            }
            long asked = Objects.requireNonNull(request.get(answer.getKey())).beforeOffset();
            log.injected(
                    scene.topic(),
                    answer.getKey().partition(),
                    start,
                    start == asked
                            ? FaultEvent.RECORDS_DELETED
                            : "asked for " + asked + "; the log began later already");
        }
    }

    private long upTo(long start, long end) {
        return switch (spec.to()) {
            case "end" -> end;
            case "half" -> start + (end - start) / 2;
            default -> Long.parseLong(spec.to());
        };
    }
}
