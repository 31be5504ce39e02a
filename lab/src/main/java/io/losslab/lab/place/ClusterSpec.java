package io.losslab.lab.place;

import io.losslab.lab.LabException;
import java.util.Map;

/**
 * The cluster an experiment asks for.
 *
 * @param brokers how many
 * @param controllers how many processes are controllers and nothing else; 0: each broker is a controller, too
 * @param config broker configuration over the place's defaults, in Kafka's own names; controllers have it, too
 * @param features levels of Kafka's features, by name, that the cluster is formatted with; those of its version otherwise
 * @param links whether faults are to cut or slow its network; only with controllers of their own
 */
public record ClusterSpec(
        int brokers, int controllers, Map<String, String> config, Map<String, Integer> features, boolean links) {
    public ClusterSpec {
        config = Map.copyOf(config);
        features = Map.copyOf(features);
    }

    /** Each broker is a controller, too. */
    public ClusterSpec(int brokers, Map<String, String> config) {
        this(brokers, 0, config, Map.of(), false);
    }

    /** Refuses what only brokers of the lab's own on this machine can have. */
    void requirePlain(String place) {
        if (controllers > 0) {
            throw new LabException.BadInput(
                    "cluster.controllers: " + place + " has the controllers that it has; remove it");
        }
        if (!features.isEmpty()) {
            throw new LabException.BadInput("cluster.features: " + place + " is formatted already; remove it");
        }
    }
}
