package io.losslab.consumer.slow;

import io.losslab.app.consume.ConsumerSession;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes its time over each record: on a worker thread, one after the other in the order of delivery. The connector
 * acknowledges a record when {@link #process} returns, and commits only what was acknowledged without a hole before it.
 */
@ApplicationScoped
class SlowConsumer {
    static final String CHANNEL = "events";

    private final ConsumerSession session;
    private final Delay delay;
    private final PlannedFailures failures;
    private volatile long startedNanos;
    private volatile boolean busy;

    SlowConsumer(ConsumerSession session, SlowConsumerConfig config) {
        this.session = session;
        delay = new Delay(config.delay());
        failures = new PlannedFailures(config.failEvery());
    }

    @Incoming(CHANNEL)
    @Blocking
    void process(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        session.admit();
        startedNanos = System.nanoTime();
        busy = true;
        try {
            delay.pass();
            failures.check(record);
            session.processed(record);
        } finally {
            busy = false;
        }
    }

    Duration delay() {
        return delay.get();
    }

    void delay(Duration changed) {
        delay.set(changed);
    }

    /** How long the present record has been worked on; zero when there is none. */
    Duration atWork() {
        return busy ? Duration.ofNanos(System.nanoTime() - startedNanos) : Duration.ZERO;
    }
}
