package io.losslab.app.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.commit.KafkaCommitHandler;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;

/** What a strategy is given of a poll that failed, and what is committed of it. */
class FailedPollTest {
    private final List<Long> given = new ArrayList<>();
    private final List<Long> committed = new ArrayList<>();

    private final KafkaCommitHandler commits = new KafkaCommitHandler() {
        @Override
        public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record) {
            committed.add(record.getOffset());
            return Uni.createFrom().voidItem();
        }
    };

    /** Acknowledges each record, as "ignore" and a stored dead letter do, but those of these offsets. */
    private KafkaFailureHandler acknowledgingAllBut(List<Long> refused) {
        return new KafkaFailureHandler() {
            @Override
            public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
                given.add(record.getOffset());
                assertThat(record.getPayload()).isInstanceOf(byte[].class);
                return refused.contains(record.getOffset())
                        ? Uni.createFrom().failure(new IllegalStateException("refused " + record.getOffset()))
                        : Uni.createFrom().completionStage(record.ack(metadata));
            }
        };
    }

    private void nackAPollOf(int records, KafkaFailureHandler strategy) {
        List<ConsumerRecord<byte[], byte[]>> each = IntStream.range(0, records)
                .mapToObj(offset -> new ConsumerRecord<>("load-events", 2, offset, new byte[1], new byte[] {1}))
                .toList();
        FailedPoll failures = new FailedPoll(strategy);
        new IncomingKafkaRecord<>(new PolledRecords(each).asOne(), "events", -1, commits, failures, false)
                .nack(new IllegalStateException("cannot be processed"), Metadata.empty())
                .toCompletableFuture()
                .join();
    }

    @Test
    void theStrategyIsGivenEachRecordInOrderAndTheLastAcknowledgementCommitsThemAll() {
        nackAPollOf(4, acknowledgingAllBut(List.of()));

        assertThat(given).containsExactly(0L, 1L, 2L, 3L);
        assertThat(committed).containsExactly(3L);
    }

    @Test
    void aRecordThatTheStrategyFailsOnKeepsThePollFromBeingCommitted() {
        assertThatThrownBy(() -> nackAPollOf(4, acknowledgingAllBut(List.of(1L))))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("refused 1");

        assertThat(given).as("the others, too").containsExactly(0L, 1L, 2L, 3L);
        assertThat(committed).isEmpty();
    }

    @Test
    void aRecordByItselfGoesToTheStrategyAsItIs() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("load-events", 2, 7, new byte[1], new byte[1]);

        new IncomingKafkaRecord<>(record, "events", -1, commits, new FailedPoll(acknowledgingAllBut(List.of())), false)
                .nack(new IllegalStateException("cannot be processed"), Metadata.empty())
                .toCompletableFuture()
                .join();

        assertThat(given).containsExactly(7L);
        assertThat(committed).containsExactly(7L);
    }
}
