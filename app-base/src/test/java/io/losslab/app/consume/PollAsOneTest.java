package io.losslab.app.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PollAsOneTest {
    private static final TopicPartition ZERO = new TopicPartition("load-events", 0);
    private static final TopicPartition THREE = new TopicPartition("load-events", 3);

    private final PollAsOne interceptor = new PollAsOne();

    private static ConsumerRecord<Object, Object> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[] {(byte) offset});
    }

    @Test
    void aPollBecomesOneRecordAPartitionAtTheOffsetOfItsLastAndKeepsEveryRecord() {
        List<ConsumerRecord<Object, Object>> zero = List.of(record(ZERO, 5), record(ZERO, 6), record(ZERO, 9));
        List<ConsumerRecord<Object, Object>> three = List.of(record(THREE, 1));
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> polled = new LinkedHashMap<>();
        polled.put(ZERO, zero);
        polled.put(THREE, three);
        Map<TopicPartition, OffsetAndMetadata> next =
                Map.of(ZERO, new OffsetAndMetadata(12), THREE, new OffsetAndMetadata(2));

        ConsumerRecords<Object, Object> handed = interceptor.onConsume(new ConsumerRecords<>(polled, next));

        assertThat(handed.partitions()).containsExactly(ZERO, THREE);
        assertThat(handed.nextOffsets()).isEqualTo(next);
        assertThat(handed.records(ZERO)).singleElement().satisfies(one -> {
            assertThat(one.offset()).isEqualTo(9);
            assertThat(one.partition()).isZero();
            assertThat(((PolledRecords) one.value()).records()).isEqualTo(zero);
        });
        assertThat(handed.records(THREE)).singleElement().satisfies(one -> {
            assertThat(one.offset()).isEqualTo(1);
            assertThat(((PolledRecords) one.value()).records()).isEqualTo(three);
        });
    }

    @Test
    void aPollWithoutRecordsStaysOne() {
        ConsumerRecords<Object, Object> empty = new ConsumerRecords<>(Map.of(), Map.of(ZERO, new OffsetAndMetadata(3)));

        assertThat(interceptor.onConsume(empty)).isSameAs(empty);
    }

    @Test
    void withoutARecordThereIsNothingToStandFor() {
        assertThatThrownBy(() -> new PolledRecords(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
