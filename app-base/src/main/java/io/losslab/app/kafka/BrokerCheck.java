package io.losslab.app.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until Kafka answered, and while it does not; the connector's own check calls a consumer ready before that. */
@Readiness
@ApplicationScoped
class BrokerCheck implements HealthCheck {
    private final BrokerReach broker;

    BrokerCheck(BrokerReach broker) {
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("kafka")
                .status(broker.isAnswering())
                .withData("answer", broker.lastWord())
                .build();
    }
}
