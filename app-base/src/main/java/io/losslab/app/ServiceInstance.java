package io.losslab.app;

import io.losslab.ledger.identity.Source;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who this process is. The name is drawn once, so a restarted process is a new instance. */
@ApplicationScoped
public class ServiceInstance {
    private final String app;
    private final String name;

    ServiceInstance(@ConfigProperty(name = "quarkus.application.name") String app, LossLabConfig config) {
        this.app = app;
        String given = config.instance().orElseGet(() -> Source.randomName(Source.PRODUCER_WIDTH));
        name = new Source("any", given).producer();
    }

    /** The application, such as {@code load-producer}. */
    public String app() {
        return app;
    }

    /** 1 to {@value Source#PRODUCER_WIDTH} characters. */
    public String name() {
        return name;
    }
}
