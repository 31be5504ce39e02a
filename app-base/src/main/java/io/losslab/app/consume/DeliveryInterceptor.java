package io.losslab.app.consume;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees what each poll hands over, before the connector queues any of it, and each commit that the broker confirmed. Both
 * on the polling thread. The client creates it; the books come in through its configuration. They are of one topic: a
 * channel may have a second client that reads others, such as those of a failure strategy's retries.
 */
@RegisterForReflection
public final class DeliveryInterceptor implements ConsumerInterceptor<Object, Object> {
    /** Key of the client's configuration under which the {@link ConsumerAccounts} are passed. */
    static final String ACCOUNTS = "losslab.accounts";

    private ConsumerAccounts accounts;

    @Override
    public void configure(Map<String, ?> configs) {
        accounts = (ConsumerAccounts) Objects.requireNonNull(configs.get(ACCOUNTS));
    }

    /** The client swallows what an interceptor throws; so a failure is noted, and processing stops on it. */
    @Override
    public ConsumerRecords<Object, Object> onConsume(ConsumerRecords<Object, Object> records) {
        try {
            accounts.positionsMoved();
            for (TopicPartition partition : records.partitions()) {
                if (accounts.isAbout(partition.topic())) {
                    accounts.delivered(partition.partition(), records.records(partition));
                }
            }
            records.nextOffsets().forEach((partition, next) -> {
                if (accounts.isAbout(partition.topic())) {
                    accounts.fetchedTo(partition.partition(), next.offset());
                }
            });
        } catch (RuntimeException e) {
            accounts.fail(e);
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        try {
            offsets.forEach((partition, offset) -> {
                if (accounts.isAbout(partition.topic())) {
                    accounts.committed(partition.partition(), offset.offset());
                }
            });
        } catch (RuntimeException e) {
            accounts.fail(e);
        }
    }

    @Override
    public void close() {
        // the books outlive the client
    }
}
