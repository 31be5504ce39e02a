package io.losslab.producer;

import io.losslab.ledger.journal.SendFailure;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the client's exceptions mean for the ledger. */
final class SendFailures {
    private SendFailures() {}

    /**
     * @param handedOver the client had taken the record: the exception came by the callback, from the broker or from
     *     waiting for it; else {@code send} itself refused the record, and no broker can have it
     */
    static SendFailure of(Exception e, boolean handedOver) {
        if (e instanceof TransactionAbortedException) {
            return SendFailure.TRANSACTION_ABORTED;
        }
        if (e instanceof SerializationException) {
            return SendFailure.SERIALIZATION;
        }
        if (e instanceof RecordTooLargeException || e instanceof RecordBatchTooLargeException) {
            return handedOver ? SendFailure.REFUSED_TOO_LARGE : SendFailure.RECORD_TOO_LARGE;
        }
        if (e instanceof BufferExhaustedException) {
            return SendFailure.BUFFER_EXHAUSTED;
        }
        if (e instanceof TimeoutException) {
            return handedOver ? SendFailure.DELIVERY_TIMEOUT : SendFailure.METADATA_UNAVAILABLE;
        }
        if (e instanceof NotEnoughReplicasException || e instanceof NotEnoughReplicasAfterAppendException) {
            return SendFailure.NOT_ENOUGH_REPLICAS;
        }
        if (e instanceof NotLeaderOrFollowerException) {
            return SendFailure.NOT_LEADER;
        }
        if (e instanceof UnknownTopicOrPartitionException || e instanceof InvalidTopicException) {
            return SendFailure.UNKNOWN_TOPIC;
        }
        if (e instanceof AuthorizationException || e instanceof AuthenticationException) {
            return SendFailure.AUTHORIZATION;
        }
        if (e instanceof OutOfOrderSequenceException || e instanceof UnknownProducerIdException) {
            return SendFailure.OUT_OF_ORDER_SEQUENCE;
        }
        if (isFenced(e)) {
            return SendFailure.FENCED;
        }
        if (e instanceof NetworkException || e instanceof DisconnectException) {
            return SendFailure.NETWORK;
        }
        if (e instanceof KafkaStorageException) {
            return SendFailure.STORAGE;
        }
        return closed(e) ? SendFailure.CLOSED : SendFailure.OTHER;
    }

    /**
     * Why the client cannot go on, in one line. It wraps what happened first in "we are in an error state": the innermost
     * exception is what tells.
     */
    static String why(Exception e) {
        Throwable cause = e;
        boolean fenced = isFenced(e);
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
            fenced |= isFenced(cause);
        }
        String text = cause.toString().lines().map(String::strip).collect(Collectors.joining(" "));
        return fenced ? "fenced by another producer with the same transactional.id: " + text : text;
    }

    private static boolean isFenced(Throwable e) {
        return e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException;
    }

    /** The client has no exception of its own for this: a plain KafkaException or IllegalStateException that says so. */
    private static boolean closed(Exception e) {
        return e.getMessage() != null && e.getMessage().contains("closed");
    }
}
