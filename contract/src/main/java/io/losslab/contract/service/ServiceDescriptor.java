package io.losslab.contract.service;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;

/**
 * A service of the lab, such as {@code slow-consumer}. The name is that of its module, of its application and of its container.
 *
 * @param port that it listens on by default, on 127.0.0.1
 * @param portName of its port where there are several: {@code up --port-NAME}, {@code NAME_PORT} in deploy/compose.yaml
 * @param channel of SmallRye Reactive Messaging that it produces to or consumes from
 * @param settings keys of an experiment's consumer that this service understands and others may not, such as {@code delay}
 * @param tries requests worth trying by hand
 */
public record ServiceDescriptor(
        String name, Role role, int port, String portName, String channel, Set<String> settings, List<Try> tries) {
    public ServiceDescriptor {
        settings = Set.copyOf(settings);
        tries = List.copyOf(tries);
    }

    /** What a service does with the topic. */
    public enum Role {
        @JsonProperty("producer")
        PRODUCER("outgoing"),
        @JsonProperty("consumer")
        CONSUMER("incoming");

        private final String direction;

        Role(String direction) {
            this.direction = direction;
        }
    }

    /**
     * @param path from the root of its address, with a slash
     * @param what it answers or does, a few words; empty where the path says it
     */
    public record Try(String method, String path, String what) {}

    /** An experiment may give a consumer of this service that key. */
    public boolean understands(String setting) {
        return settings.contains(setting);
    }

    /** What the settings of its channel begin with, with the dot: {@code mp.messaging.incoming.events.}. */
    public String channelPrefix() {
        return "mp.messaging." + role.direction + "." + channel + ".";
    }

    /** The option of {@code losslab up} for its port. */
    public String portOption() {
        return "--port-" + portName;
    }
}
