package io.losslab.lab.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which settings of a service's channel the accounts could not follow. They are of one topic, in the lab's own format, and
 * of the channel that the services read or write; what would make a service read or write anything else is refused before
 * the run, with the reason. What is not safe to set, {@link ReservedSettings} says.
 */
final class ChannelRules {
    private static final String OF_THE_LAB = "; allowed: to leave it out, it is the lab's own";
    private static final String FORMAT = "; allowed: to leave it out, values are in the lab's format, as bytes";

    private static final Map<String, String> NOT_FOR_CONSUMERS = Map.ofEntries(
            Map.entry("topic", "the accounts are of the run's own topic" + OF_THE_LAB),
            Map.entry("topics", "the accounts are of the run's own topic" + OF_THE_LAB),
            Map.entry("pattern", "the accounts are of the run's own topic" + OF_THE_LAB),
            Map.entry("assign-seek", "the accounts rest on what the group assigns" + OF_THE_LAB),
            Map.entry("group.id", "a group is named by 'group' of the consumer"),
            Map.entry("connector", "the accounts are of Kafka" + OF_THE_LAB),
            Map.entry("enabled", "the accounts need the channel" + OF_THE_LAB),
            Map.entry("channel-name", "the accounts are of the service's channel" + OF_THE_LAB),
            Map.entry("kafka-configuration", "settings stand in the experiment" + OF_THE_LAB),
            Map.entry("consumer-rebalance-listener.name", "it journals the assignments" + OF_THE_LAB),
            Map.entry("batch", "the service says which it reads" + OF_THE_LAB),
            Map.entry("key.deserializer", "a reader of other bytes would account for nothing" + FORMAT),
            Map.entry("value.deserializer", "a reader of other bytes would account for nothing" + FORMAT),
            Map.entry("key-deserialization-failure-handler", "nothing fails on bytes" + FORMAT),
            Map.entry("value-deserialization-failure-handler", "nothing fails on bytes" + FORMAT),
            Map.entry(
                    "dead-letter-queue.topic", "dead letters are followed in the topic of 'deadLetters'" + OF_THE_LAB),
            Map.entry("dead-letter-queue.producer-client-id", "dead letters are the lab's" + OF_THE_LAB),
            Map.entry("dead-letter-queue.key.serializer", "dead letters are read back" + FORMAT),
            Map.entry("dead-letter-queue.value.serializer", "dead letters are read back" + FORMAT));

    private static final Map<String, String> NOT_FOR_PRODUCERS = Map.ofEntries(
            Map.entry("topic", "the accounts are of the run's own topic" + OF_THE_LAB),
            Map.entry("connector", "the accounts are of Kafka" + OF_THE_LAB),
            Map.entry("enabled", "the accounts need the channel" + OF_THE_LAB),
            Map.entry("channel-name", "the accounts are of the service's channel" + OF_THE_LAB),
            Map.entry("kafka-configuration", "settings stand in the experiment" + OF_THE_LAB),
            Map.entry("key", "load-producer gives each record its key" + OF_THE_LAB),
            Map.entry("partition", "load-producer gives each record its partition" + OF_THE_LAB),
            Map.entry("partitioner.class", "load-producer gives each record its partition" + OF_THE_LAB),
            Map.entry("partitioner.ignore.keys", "load-producer gives each record its partition" + OF_THE_LAB),
            Map.entry("key.serializer", "a record that the lab cannot read is in no account" + FORMAT),
            Map.entry("value.serializer", "a record that the lab cannot read is in no account" + FORMAT),
            Map.entry("transactional.id", "transactions are asked for by load.transactions"));

    private static final Map<String, List<String>> STRATEGIES = Map.of(
            "failure-strategy", List.of("fail", "ignore"),
            "commit-strategy", List.of("throttled", "latest", "ignore"));

    private ChannelRules() {}

    /** The first setting that the accounts could not follow; empty when there is none. */
    static Optional<FaultRules.Problem> problem(ExperimentSpec spec) {
        Optional<FaultRules.Problem> problem = spec.load().producer().entrySet().stream()
                .map(setting ->
                        ofChannel(setting, NOT_FOR_PRODUCERS).map(why -> problem("load.producer", setting, why)))
                .flatMap(Optional::stream)
                .findFirst();
        for (Map.Entry<String, ExperimentSpec.Consumer> consumer :
                spec.consumers().entrySet()) {
            String path = "consumers." + consumer.getKey() + ".config";
            problem = problem.or(() -> consumer.getValue().config().entrySet().stream()
                    .map(setting -> ofConsumer(setting, consumer.getValue()).map(why -> problem(path, setting, why)))
                    .flatMap(Optional::stream)
                    .findFirst());
        }
        return problem;
    }

    private static FaultRules.Problem problem(String path, Map.Entry<String, String> setting, String why) {
        String pointer = "/" + path.replace('.', '/') + "/" + YamlDocument.escape(setting.getKey());
        return new FaultRules.Problem(
                pointer, path + "." + setting.getKey() + ": '" + setting.getValue() + "' is not allowed here: " + why);
    }

    private static Optional<String> ofConsumer(Map.Entry<String, String> setting, ExperimentSpec.Consumer consumer) {
        String key = setting.getKey();
        String value = setting.getValue();
        if (key.equals("failure-strategy") && value.equals("dead-letter-queue")) {
            return consumer.deadLetters() != null
                    ? Optional.empty()
                    : Optional.of("nobody would follow the dead letters; allowed: deadLetters: {} of the consumer,"
                            + " which has the lab create their topic and read it");
        }
        List<String> strategies = STRATEGIES.get(key);
        if (strategies != null && !strategies.contains(value)) {
            String why =
                    switch (value) {
                        case "delayed-retry-topic" -> "the accounts cannot follow a record into a topic of retries";
                        case "checkpoint" -> "the accounts cannot follow offsets that are not committed to Kafka";
                        default -> "no such strategy";
                    };
            return Optional.of(why + "; allowed: " + String.join(", ", strategies)
                    + (key.startsWith("failure") ? ", or deadLetters: {} of the consumer" : ""));
        }
        return ofChannel(setting, NOT_FOR_CONSUMERS);
    }

    private static Optional<String> ofChannel(Map.Entry<String, String> setting, Map<String, String> refused) {
        String key = setting.getKey();
        boolean strategys = key.startsWith("delayed-retry-topic.") || key.startsWith("checkpoint.");
        return strategys
                ? Optional.of("its strategy is not allowed; allowed: to leave it out")
                : Optional.ofNullable(refused.get(key));
    }
}
