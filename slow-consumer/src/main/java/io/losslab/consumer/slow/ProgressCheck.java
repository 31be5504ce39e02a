package io.losslab.consumer.slow;

import io.losslab.app.consume.ConsumerSession;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Slow is healthy, stuck is not. The connector's own check takes a long wait for a failure, which a slow consumer reaches
 * by design, so it is switched off ({@code throttled.unprocessed-record-max-age.ms}); this one knows the delay.
 */
@Liveness
@ApplicationScoped
class ProgressCheck implements HealthCheck {
    private final ConsumerSession session;
    private final SlowConsumer consumer;
    private final Duration stuckAfter;
    private final Progress progress = new Progress();

    ProgressCheck(ConsumerSession session, SlowConsumer consumer, SlowConsumerConfig config) {
        this.session = session;
        this.consumer = consumer;
        stuckAfter = config.stuckAfter();
    }

    @Override
    public synchronized HealthCheckResponse call() {
        long waiting = session.waiting();
        Duration atWork = consumer.atWork();
        boolean stuck = progress.isStuck(
                System.nanoTime(),
                session.done(),
                waiting,
                atWork,
                consumer.delay().plus(stuckAfter));
        HealthCheckResponseBuilder response = HealthCheckResponse.named("processing")
                .withData("waiting", waiting)
                .withData("atWorkMs", atWork.toMillis());
        if (session.failure() != null) {
            return response.withData("failure", session.failure()).down().build();
        }
        return response.status(!stuck).build();
    }
}
