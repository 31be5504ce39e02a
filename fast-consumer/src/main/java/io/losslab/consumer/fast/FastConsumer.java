package io.losslab.consumer.fast;

import io.losslab.app.consume.ConsumerSession;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Processes a poll's records at once, in order.
 *
 * <p>Why a batch: the connector hands records over singly at half the rate and less, a message and its bookkeeping each.
 * With {@code ConsumerRecords} a whole poll is one message, acknowledged when {@link #process} returns, and the
 * {@code throttled} strategy then tracks one offset a partition and poll, that of its last record. So nothing is committed
 * before it was processed; a crash within a batch has the batch delivered again, never skipped.
 *
 * <p>Why blocking: the ledger's file may have to grow, which must not happen on the event loop; the hop to a worker
 * thread, expensive for each record, is nothing for each poll.
 */
@ApplicationScoped
class FastConsumer {
    static final String CHANNEL = "events";

    private final ConsumerSession session;

    FastConsumer(ConsumerSession session) {
        this.session = session;
    }

    @Incoming(CHANNEL)
    @Blocking
    void process(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        session.admit();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            session.processed(record);
        }
    }
}
