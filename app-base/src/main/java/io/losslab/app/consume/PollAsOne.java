package io.losslab.app.consume;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands the connector one record for each partition of a poll, with all that the poll handed over of it as its value
 * ({@link PolledRecords}). The last of a client's interceptors; polling thread.
 *
 * <p>Switched on by {@value #ATTRIBUTE} of a channel, which then is of {@code ConsumerRecords<byte[], PolledRecords>} and has
 * {@code batch=true}.
 */
@RegisterForReflection
public final class PollAsOne implements ConsumerInterceptor<Object, Object> {
    /** Attribute of the channel: {@code true} or {@code false}, which is the default. */
    static final String ATTRIBUTE = "losslab.poll-as-one";

    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> polled) {
        if (polled.isEmpty()) {
            return polled;
        }
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> asOne = new LinkedHashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            asOne.put(partition, List.of(asOne(polled.records(partition))));
        }
        return new ConsumerRecords<>(asOne, polled.nextOffsets());
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the channel's deserializers are for byte arrays
    private static ConsumerRecord<Object, Object> asOne(List<ConsumerRecord<Object, Object>> records) {
        return (ConsumerRecord) new PolledRecords((List) records).asOne();
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // an offset is the same, however many records it stands for
    }

    @Override
    public void close() {
        // holds nothing
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // nothing to be set
    }
}
