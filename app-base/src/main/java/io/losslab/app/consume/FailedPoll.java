package io.losslab.app.consume;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Where what failed is a whole poll's {@link PolledRecords}, gives the strategy each record of it, in order: a dead letter
 * is a record, and so is what was ignored. Anything else goes to the strategy as it is.
 *
 * <p>The offset of the poll is acknowledged when the strategy has acknowledged every record of it; where it fails on one, it
 * is not, and the group comes back to all of them.
 */
final class FailedPoll implements KafkaFailureHandler {
    private final KafkaFailureHandler strategy;

    FailedPoll(KafkaFailureHandler strategy) {
        this.strategy = strategy;
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
        if (!(record.getPayload() instanceof PolledRecords polled)) {
            return strategy.handle(record, reason, metadata);
        }
        IncomingKafkaRecordMetadata<?, ?> origin = record.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a record without its metadata"));
        Acknowledged acknowledged = new Acknowledged(record, polled.records().size());
        List<Uni<Void>> each = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> one : polled.records()) {
            each.add(Uni.createFrom()
                    .deferred(() -> strategy.handle(
                            new IncomingKafkaRecord<>(
                                    one, origin.getChannel(), origin.getConsumerIndex(), acknowledged, strategy, false),
                            reason,
                            metadata)));
        }
        return Multi.createBy()
                .concatenating()
                .collectFailures()
                .streams(each.stream().map(Uni::toMulti).toList())
                .toUni();
    }

    @Override
    public void terminate() {
        strategy.terminate();
    }

    /** Passes the acknowledgement of the last record that was missing on to the poll's. One at a time. */
    private static final class Acknowledged implements KafkaCommitHandler {
        private final IncomingKafkaRecord<?, ?> poll;
        private int missing;

        Acknowledged(IncomingKafkaRecord<?, ?> poll, int records) {
            this.poll = poll;
            missing = records;
        }

        @Override
        public synchronized <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
            missing--;
            return missing > 0
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().completionStage(() -> poll.ack(poll.getMetadata()));
        }
    }
}
