package io.losslab.app.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Binds the clients' own metrics ({@code kafka_consumer_*}, {@code kafka_producer_*}). Quarkus has a binder, too, but that
 * one looks for new series once a minute, so those of each partition would be missing for the first minute of a run that
 * takes less.
 */
@ApplicationScoped
class ClientMetrics {
    private static final Duration LOOK_FOR_NEW_SERIES_EVERY = Duration.ofSeconds(2);

    private final MeterRegistry registry;
    private final List<KafkaClientMetrics> bound = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "losslab-client-metrics");
        thread.setDaemon(true);
        return thread;
    });

    ClientMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void consumerCreated(@Observes Consumer<?, ?> consumer) {
        bind(new KafkaClientMetrics(consumer, Tags.empty(), scheduler, LOOK_FOR_NEW_SERIES_EVERY));
    }

    void producerCreated(@Observes Producer<?, ?> producer) {
        bind(new KafkaClientMetrics(producer, Tags.empty(), scheduler, LOOK_FOR_NEW_SERIES_EVERY));
    }

    private void bind(KafkaClientMetrics metrics) {
        bound.add(metrics);
        metrics.bindTo(registry);
    }

    @PreDestroy
    void close() {
        bound.forEach(KafkaClientMetrics::close);
        scheduler.shutdownNow();
    }
}
