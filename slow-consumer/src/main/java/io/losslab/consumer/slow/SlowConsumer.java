package io.losslab.consumer.slow;

import io.losslab.app.consume.ConsumerSession;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Takes its time over each record: on a worker thread, one after the other in the order of delivery. The connector
 * acknowledges a record when what {@link #process} returns is done, and commits only what was acknowledged without a hole
 * before it.
 *
 * <p>Without a delay there is no hop to a worker, which would cost more than the work: it is done on the channel's event
 * loop.
 */
@ApplicationScoped
class SlowConsumer {
    static final String CHANNEL = "events";

    private final ConsumerSession session;
    private final Delay delay;
    private final PlannedFailures failures;
    private final Executor workers = Infrastructure.getDefaultWorkerPool();
    private volatile long startedNanos;
    private volatile boolean busy;

    SlowConsumer(ConsumerSession session, SlowConsumerConfig config) {
        this.session = session;
        delay = new Delay(config.delay());
        failures = new PlannedFailures(config.failEvery());
    }

    @Incoming(CHANNEL)
    Uni<Void> process(ConsumerRecord<byte[], byte[]> record) {
        if (session.isGoingDown()) {
            return Uni.createFrom().nothing();
        }
        return delay.isNone()
                ? now(record)
                : Uni.createFrom()
                        .item(record)
                        .emitOn(workers)
                        .onItem()
                        .invoke(this::slowly)
                        .replaceWithVoid();
    }

    private Uni<Void> now(ConsumerRecord<byte[], byte[]> record) {
        try {
            work(record);
            return Uni.createFrom().voidItem();
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(e);
        }
    }

    private void slowly(ConsumerRecord<byte[], byte[]> record) {
        startedNanos = System.nanoTime();
        busy = true;
        try {
            session.admit();
            delay.pass(() -> session.waiting() > 1);
            work(record);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while at work on a record", e);
        } finally {
            busy = false;
        }
    }

    private void work(ConsumerRecord<byte[], byte[]> record) {
        failures.check(record);
        session.processed(record);
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
