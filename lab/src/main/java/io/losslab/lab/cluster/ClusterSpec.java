package io.losslab.lab.cluster;

import java.util.Map;

/**
 * The cluster an experiment asks for.
 *
 * @param brokers how many; each is broker and controller at once
 * @param config broker configuration over the place's defaults, in Kafka's own names
 */
public record ClusterSpec(int brokers, Map<String, String> config) {
    public ClusterSpec {
        config = Map.copyOf(config);
    }
}
