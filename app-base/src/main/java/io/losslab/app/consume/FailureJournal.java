package io.losslab.app.consume;

import io.losslab.ledger.journal.EntryKind;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/**
 * Puts on record what a failure strategy makes of each record that it is given. The strategy drops or dead-letters a
 * record by acknowledging it, so the outcome goes on record with that acknowledgement, before the offset can be committed;
 * where it cannot, the acknowledgement fails, and nothing is committed.
 *
 * <p>A dead letter that the broker refuses fails the channel: the strategy never acknowledges the record, so the group
 * comes back to it.
 */
final class FailureJournal implements KafkaFailureHandler {
    private final ConsumerSession session;
    private final KafkaFailureHandler strategy;

    /** What it is when the strategy acknowledges the record; null when it never does. */
    private final @Nullable EntryKind acknowledged;

    private final EntryKind failed;

    private FailureJournal(
            ConsumerSession session, KafkaFailureHandler strategy, @Nullable EntryKind acknowledged, EntryKind failed) {
        this.session = session;
        this.strategy = strategy;
        this.acknowledged = acknowledged;
        this.failed = failed;
    }

    /** The strategy itself where it is not one that the journal has words for. */
    static KafkaFailureHandler of(String name, KafkaFailureHandler strategy, ConsumerSession session) {
        return switch (name) {
            case Strategy.IGNORE ->
                new FailureJournal(session, strategy, EntryKind.IGNORED, EntryKind.PROCESSING_FAILED);
            case Strategy.DEAD_LETTER_QUEUE ->
                new FailureJournal(session, strategy, EntryKind.DEAD_LETTERED, EntryKind.DEAD_LETTER_FAILED);
            case Strategy.FAIL -> new FailureJournal(session, strategy, null, EntryKind.PROCESSING_FAILED);
            default -> strategy;
        };
    }

    @Override
    public <K, V> Uni<Void> handle(IncomingKafkaRecord<K, V> record, Throwable reason, Metadata metadata) {
        AtomicBoolean told = new AtomicBoolean();
        if (acknowledged == null) {
            try {
                tell(failed, record, told);
            } catch (RuntimeException e) {
                reason.addSuppressed(e);
            }
            return strategy.handle(record, reason, metadata);
        }
        return strategy.handle(new Acknowledging<>(record, acknowledged, told), reason, metadata)
                .onFailure()
                .invoke(failure -> {
                    session.channelFailed(failure);
                    tell(failed, record, told);
                });
    }

    private void tell(EntryKind outcome, IncomingKafkaRecord<?, ?> record, AtomicBoolean told) {
        if (session.accounts().isAbout(record.getTopic()) && told.compareAndSet(false, true)) {
            byte @Nullable [] value = record.getPayload() instanceof byte[] bytes ? bytes : null;
            session.notProcessed(outcome, record.getPartition(), record.getOffset(), value);
        }
    }

    @Override
    public void terminate() {
        strategy.terminate();
    }

    private final class Acknowledging<K, V> extends IncomingKafkaRecord<K, V> {
        private final EntryKind acknowledged;
        private final AtomicBoolean told;

        Acknowledging(IncomingKafkaRecord<K, V> record, EntryKind acknowledged, AtomicBoolean told) {
            super(record);
            this.acknowledged = acknowledged;
            this.told = told;
        }

        @Override
        public CompletionStage<Void> ack(Metadata metadata) {
            try {
                tell(acknowledged, this, told);
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
            return super.ack(metadata);
        }
    }
}
