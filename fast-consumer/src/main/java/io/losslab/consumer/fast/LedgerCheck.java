package io.losslab.consumer.fast;

import io.losslab.app.consume.ConsumerSession;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A consumer that cannot keep its books does not go on. */
@Liveness
@ApplicationScoped
class LedgerCheck implements HealthCheck {
    private final ConsumerSession session;

    LedgerCheck(ConsumerSession session) {
        this.session = session;
    }

    @Override
    public HealthCheckResponse call() {
        String failure = session.failure();
        return failure == null
                ? HealthCheckResponse.up("ledger")
                : HealthCheckResponse.named("ledger")
                        .withData("failure", failure)
                        .down()
                        .build();
    }
}
