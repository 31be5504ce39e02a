package io.losslab.app.kafka;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * Ends the start when nobody said where Kafka is. The connector would silently assume {@code localhost:9092}, and a lab
 * that loads whatever happens to listen there is no lab.
 */
class BrokerRequired {
    private static final Pattern SERVERS = Pattern.compile(
            "kafka\\.bootstrap\\.servers|mp\\.messaging\\.(connector|incoming|outgoing)\\..+\\.bootstrap\\.servers");

    /** Before the connector's own observer, which creates the clients. */
    void requireBroker(@Observes @Priority(1) StartupEvent start, Config config) {
        boolean configured = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .anyMatch(name -> SERVERS.matcher(name).matches()
                        && config.getOptionalValue(name, String.class).isPresent());
        if (!configured
                && config.getOptionalValue("kafka.bootstrap.servers", String.class)
                        .isEmpty()) {
            throw new ConfigurationException(
                    "No Kafka is configured: start Docker (dev mode then starts one), or run `./losslab up --broker` and"
                            + " add -Dkafka.bootstrap.servers=localhost:9092 (or KAFKA_BOOTSTRAP_SERVERS).");
        }
    }
}
