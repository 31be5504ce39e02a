package io.losslab.app.consume;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What one poll handed over of one partition, as the value of a single record: the connector then has one message, one
 * offset and one acknowledgement of it instead of one for each record.
 *
 * @param records at least one, by ascending offset
 */
public record PolledRecords(List<ConsumerRecord<byte[], byte[]>> records) {
    public PolledRecords {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a poll hands over no partition without a record");
        }
    }

    ConsumerRecord<byte[], byte[]> last() {
        return records.get(records.size() - 1);
    }

    /**
     * The record that stands for all: it bears the last one's offset, so a commit of it covers them all, and none that
     * comes after.
     */
    ConsumerRecord<byte[], PolledRecords> asOne() {
        ConsumerRecord<byte[], byte[]> last = last();
        return new ConsumerRecord<>(
                last.topic(),
                last.partition(),
                last.offset(),
                last.timestamp(),
                last.timestampType(),
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                null,
                this,
                new RecordHeaders(),
                last.leaderEpoch());
    }
}
