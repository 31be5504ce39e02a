package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.ledger.journal.SendFailure;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SendFailuresTest {
    static Stream<Arguments> exceptions() {
        return Stream.of(
                Arguments.of(
                        new org.apache.kafka.common.errors.TransactionAbortedException(),
                        true,
                        SendFailure.TRANSACTION_ABORTED),
                Arguments.of(new SerializationException("x"), false, SendFailure.SERIALIZATION),
                Arguments.of(new RecordTooLargeException("x"), false, SendFailure.RECORD_TOO_LARGE),
                Arguments.of(new RecordTooLargeException("x"), true, SendFailure.REFUSED_TOO_LARGE),
                Arguments.of(new BufferExhaustedException("x"), false, SendFailure.BUFFER_EXHAUSTED),
                Arguments.of(new TimeoutException("x"), false, SendFailure.METADATA_UNAVAILABLE),
                Arguments.of(new TimeoutException("x"), true, SendFailure.DELIVERY_TIMEOUT),
                Arguments.of(new NetworkException("x"), true, SendFailure.NETWORK),
                Arguments.of(new NotEnoughReplicasException("x"), true, SendFailure.NOT_ENOUGH_REPLICAS),
                Arguments.of(new NotLeaderOrFollowerException("x"), true, SendFailure.NOT_LEADER),
                Arguments.of(new UnknownTopicOrPartitionException("x"), true, SendFailure.UNKNOWN_TOPIC),
                Arguments.of(new TopicAuthorizationException("x"), true, SendFailure.AUTHORIZATION),
                Arguments.of(new OutOfOrderSequenceException("x"), true, SendFailure.OUT_OF_ORDER_SEQUENCE),
                Arguments.of(new ProducerFencedException("x"), true, SendFailure.FENCED),
                Arguments.of(new KafkaStorageException("x"), true, SendFailure.STORAGE),
                Arguments.of(new KafkaException("Producer is closed forcefully."), true, SendFailure.CLOSED),
                Arguments.of(new IllegalStateException("after producer has been closed"), false, SendFailure.CLOSED),
                Arguments.of(new IllegalArgumentException("x"), false, SendFailure.OTHER));
    }

    @ParameterizedTest
    @MethodSource("exceptions")
    void eachExceptionHasItsMeaning(Exception e, boolean handedOver, SendFailure expected) {
        assertThat(SendFailures.of(e, handedOver)).isEqualTo(expected);
    }

    @Test
    void whyNamesWhatHappenedFirstAndWhoFenced() {
        KafkaException wrapped = new KafkaException(
                "Cannot execute transactional method because we are in an error state",
                new KafkaException("abort failed", new InvalidProducerEpochException("attempted with\n an old epoch")));

        assertThat(SendFailures.why(wrapped))
                .isEqualTo("fenced by another producer with the same transactional.id:"
                        + " org.apache.kafka.common.errors.InvalidProducerEpochException: attempted with an old epoch");
        assertThat(SendFailures.why(new IllegalStateException("no transaction")))
                .isEqualTo("java.lang.IllegalStateException: no transaction");
    }
}
