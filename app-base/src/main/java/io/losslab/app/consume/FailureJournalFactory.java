package io.losslab.app.consume;

import io.smallrye.reactive.messaging.kafka.KafkaConnectorIncomingConfiguration;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.fault.KafkaFailureHandler;
import io.vertx.mutiny.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.function.BiConsumer;

/**
 * Hangs the {@link FailureJournal} before whichever failure strategy is configured, and hears of it when one ends the
 * channel.
 */
@Decorator
@Priority(1)
class FailureJournalFactory implements KafkaFailureHandler.Factory {
    private final KafkaFailureHandler.Factory strategies;
    private final ConsumerSession session;

    @Inject
    FailureJournalFactory(@Delegate @Any KafkaFailureHandler.Factory strategies, ConsumerSession session) {
        this.strategies = strategies;
        this.session = session;
    }

    @Override
    public KafkaFailureHandler create(
            KafkaConnectorIncomingConfiguration config,
            Vertx vertx,
            KafkaConsumer<?, ?> consumer,
            BiConsumer<Throwable, Boolean> reportFailure) {
        BiConsumer<Throwable, Boolean> noted = (failure, fatal) -> {
            if (fatal) {
                session.channelFailed(failure);
            }
            reportFailure.accept(failure, fatal);
        };
        KafkaFailureHandler journaled = FailureJournal.of(
                config.getFailureStrategy(), strategies.create(config, vertx, consumer, noted), session);
        // else as it is: the connector knows some strategies by their class
        return config.config()
                        .getOptionalValue(PollAsOne.ATTRIBUTE, Boolean.class)
                        .orElse(false)
                ? new FailedPoll(journaled)
                : journaled;
    }
}
