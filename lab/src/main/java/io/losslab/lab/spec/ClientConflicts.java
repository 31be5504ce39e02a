package io.losslab.lab.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Settings of which each is right, and which Kafka's clients refuse together: asked of the clients' own configuration, which
 * connects to nothing. Without this a service would say so, long after the brokers were started.
 */
public final class ClientConflicts {
    /** Kafka's default, and what its brokers take unless they are told otherwise. */
    private static final long MAX_TRANSACTION_MS = 900_000;

    private static final long MIN_SESSION_MS = 6_000;
    private static final long MAX_SESSION_MS = 1_800_000;

    private ClientConflicts() {}

    /**
     * @param path of the mapping that has the settings, such as {@code load.producer}
     * @param text why the client refuses them, in one line
     */
    public record Conflict(String path, String text) {}

    static Optional<Conflict> of(ExperimentSpec spec) {
        Optional<String> producer = ofProducer(spec);
        if (producer.isPresent()) {
            return Optional.of(new Conflict("load.producer", producer.get()));
        }
        for (Map.Entry<String, ExperimentSpec.Consumer> consumer :
                spec.consumers().entrySet()) {
            Optional<String> conflict = ofConsumer(consumer.getValue());
            if (conflict.isPresent()) {
                return Optional.of(new Conflict("consumers." + consumer.getKey() + ".config", conflict.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofProducer(ExperimentSpec spec) {
        Map<String, String> config = spec.load().producer();
        if (spec.load().transactions() != null) {
            String acks = config.getOrDefault("acks", "all");
            if (!List.of("all", "-1").contains(acks)) {
                return Optional.of("acks: '" + acks + "' does not go with load.transactions; allowed: all");
            }
            if (!Boolean.parseBoolean(config.getOrDefault("enable.idempotence", "true"))) {
                return Optional.of("enable.idempotence: 'false' does not go with load.transactions; allowed: true");
            }
        }
        // what is not set is as load-producer has it
        Map<String, Object> all = new HashMap<>(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class,
                "acks", "all",
                "enable.idempotence", "true"));
        if (spec.load().transactions() != null) {
            all.put("transactional.id", spec.name());
        }
        all.putAll(config);
        return refusal(() -> new ProducerConfig(all));
    }

    private static Optional<String> ofConsumer(ExperimentSpec.Consumer consumer) {
        // what is not set is as the services have it
        Map<String, Object> all = new HashMap<>(Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "group.id",
                consumer.group(),
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "enable.auto.commit",
                "false"));
        all.putAll(consumer.config());
        Optional<String> refusal = refusal(() -> new ConsumerConfig(all));
        if (refusal.isPresent() || !isClassic(consumer.config())) {
            return refusal;
        }
        // the client compares these only when it begins to read
        long heartbeat = number(consumer.config(), "heartbeat.interval.ms", 3_000);
        long session = number(consumer.config(), "session.timeout.ms", 45_000);
        return heartbeat >= session
                ? Optional.of("heartbeat.interval.ms: " + heartbeat + " ms does not go with session.timeout.ms "
                        + session + " ms; allowed: less than that")
                : Optional.empty();
    }

    /**
     * What the brokers of the experiment's own cluster would refuse, by its configuration and Kafka's defaults.
     */
    public static Optional<Conflict> withBrokers(ExperimentSpec spec) {
        Map<String, String> brokers = spec.cluster().config();
        long transaction = number(spec.load().producer(), "transaction.timeout.ms", 60_000);
        long most = number(brokers, "transaction.max.timeout.ms", MAX_TRANSACTION_MS);
        if (spec.load().transactions() != null && transaction > most) {
            return Optional.of(new Conflict(
                    "load.producer",
                    "transaction.timeout.ms: " + transaction
                            + " ms is more than the brokers take; allowed: up to transaction.max.timeout.ms, " + most
                            + " ms"));
        }
        for (Map.Entry<String, ExperimentSpec.Consumer> consumer :
                spec.consumers().entrySet()) {
            Map<String, String> config = consumer.getValue().config();
            long session = number(config, "session.timeout.ms", 45_000);
            long least = number(brokers, "group.min.session.timeout.ms", MIN_SESSION_MS);
            long longest = number(brokers, "group.max.session.timeout.ms", MAX_SESSION_MS);
            if (isClassic(config) && (session < least || session > longest)) {
                return Optional.of(new Conflict(
                        "consumers." + consumer.getKey() + ".config",
                        "session.timeout.ms: " + session + " ms is not what the brokers take; allowed: "
                                + "group.min.session.timeout.ms to group.max.session.timeout.ms, " + least + " to "
                                + longest + " ms"));
            }
        }
        return Optional.empty();
    }

    private static boolean isClassic(Map<String, String> config) {
        return config.getOrDefault("group.protocol", "classic").equalsIgnoreCase("classic");
    }

    private static long number(Map<String, String> config, String key, long otherwise) {
        try {
            return Long.parseLong(config.getOrDefault(key, Long.toString(otherwise)));
        } catch (NumberFormatException e) {
            return otherwise; // whoever takes it says so
        }
    }

    private static Optional<String> refusal(Runnable client) {
        try {
            client.run();
            return Optional.empty();
        } catch (KafkaException e) {
            String text = String.valueOf(e.getMessage());
            return Optional.of(text.lines().findFirst().orElse(text));
        }
    }
}
