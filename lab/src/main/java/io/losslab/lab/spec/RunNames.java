package io.losslab.lab.spec;

import io.losslab.contract.service.ServiceCatalogue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a run calls its topic and groups: plain names on a cluster of its own, names with the run's id elsewhere. */
public record RunNames(String topic, Map<String, String> groupIds, String producer) {
    private static final String TOPIC = "load-events";
    private static final String PRODUCER = ServiceCatalogue.producer().name();

    public RunNames(ExperimentSpec spec, String runId, boolean ownCluster) {
        this(
                ownCluster ? TOPIC : TOPIC + "-" + runId,
                groupIds(spec, ownCluster ? "" : "-" + runId),
                PRODUCER + "-" + runId);
    }

    /** With a prefix that can be allowed; null when the load has no transactions. */
    public @Nullable String transactionalId(ExperimentSpec spec) {
        return spec.load().transactions() == null ? null : producer;
    }

    /** Where a consumer's dead letters go. */
    public String deadLetterTopic(String consumer) {
        return topic + "-dead-letters-" + consumer;
    }

    /** By the group's name that results use. */
    public Map<String, String> deadLetterTopics(ExperimentSpec spec) {
        Map<String, String> topics = new LinkedHashMap<>();
        spec.consumers().forEach((name, consumer) -> {
            if (consumer.deadLetters() != null) {
                topics.put(consumer.group(), deadLetterTopic(name));
            }
        });
        return topics;
    }

    /** Groups, by the name that results use, all of whose consumers read committed. */
    public List<String> readCommitted(ExperimentSpec spec) {
        return spec.consumers().values().stream()
                .collect(Collectors.groupingBy(ExperimentSpec.Consumer::group, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .filter(group -> group.getValue().stream()
                        .allMatch(c -> "read_committed".equals(c.config().get("isolation.level"))))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, String> groupIds(ExperimentSpec spec, String suffix) {
        Map<String, String> ids = new LinkedHashMap<>();
        spec.consumers().values().forEach(c -> ids.put(c.group(), c.group() + suffix));
        return ids;
    }
}
