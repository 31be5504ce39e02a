package io.losslab.consumer.fast;

import io.losslab.app.consume.ConsumerSession;
import io.losslab.app.consume.PolledRecords;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Processes a poll's records at once, in order.
 *
 * <p>Why a poll at a time: the connector makes a message with metadata of each record that it sees. Here it sees one record
 * for each partition of a poll ({@code losslab.poll-as-one} of the channel), acknowledged when {@link #process} returns, and
 * the {@code throttled} strategy tracks its offset, that of the last record in it. So nothing is committed before it was
 * processed; a crash within a poll has the poll delivered again, never skipped.
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
    void process(ConsumerRecords<byte[], PolledRecords> poll) throws InterruptedException {
        session.admit();
        for (ConsumerRecord<byte[], PolledRecords> partition : poll) {
            session.processed(partition.value());
        }
    }
}
