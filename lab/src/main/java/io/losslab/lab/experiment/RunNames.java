package io.losslab.lab.experiment;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a run calls its topic and groups: plain names on a cluster of its own, names with the run's id elsewhere. */
record RunNames(String topic, Map<String, String> groupIds, String producer) {
    private static final String TOPIC = "load-events";
    private static final String PRODUCER = "load-producer";

    RunNames(ExperimentSpec spec, String runId, boolean ownCluster) {
        this(
                ownCluster ? TOPIC : TOPIC + "-" + runId,
                groupIds(spec, ownCluster ? "" : "-" + runId),
                PRODUCER + "-" + runId);
    }

    /** With a prefix that can be allowed; null when the load has no transactions. */
    String transactionalId(ExperimentSpec spec) {
        return spec.load().transactions() == null ? null : producer;
    }

    /** Where a consumer's dead letters go. */
    String deadLetterTopic(String consumer) {
        return topic + "-dead-letters-" + consumer;
    }

    /** By the group's name that results use. */
    Map<String, String> deadLetterTopics(ExperimentSpec spec) {
        Map<String, String> topics = new LinkedHashMap<>();
        spec.consumers().forEach((name, consumer) -> {
            if (consumer.deadLetters() != null) {
                topics.put(consumer.group(), deadLetterTopic(name));
            }
        });
        return topics;
    }

    private static Map<String, String> groupIds(ExperimentSpec spec, String suffix) {
        Map<String, String> ids = new LinkedHashMap<>();
        spec.consumers().values().forEach(c -> ids.put(c.group(), c.group() + suffix));
        return ids;
    }
}
