package io.losslab.lab.spec;

import io.losslab.lab.Suggestion;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Finds wrong Kafka settings before anything is started, by Kafka's own definitions as far as its client library has
 * them: all of the clients', the names of the topics'. What it lets through and the broker refuses, the broker names.
 */
final class KafkaSettings {
    private static final Set<String> TOPIC_NAMES = topicNames();

    private KafkaSettings() {}

    /** What is wrong, in one line; empty when nothing is. */
    static Optional<String> problemOfTopic(Map<String, String> config) {
        for (Map.Entry<String, String> setting : config.entrySet()) {
            String key = setting.getKey();
            if (!TOPIC_NAMES.contains(key)) {
                return Optional.of("unknown topic setting '" + key + "'" + didYouMean(key, TOPIC_NAMES));
            }
            if ((key.endsWith(".bytes") || key.endsWith(".ms")) && !isWholeNumber(setting.getValue())) {
                String unit = key.endsWith(".ms") ? "a duration such as 30s" : "a size such as 10MiB";
                return Optional.of("'" + setting.getValue() + "' is not a value of " + key
                        + "; allowed: a whole number, or " + unit);
            }
        }
        return Optional.empty();
    }

    static Optional<String> problemOfProducer(Map<String, String> config) {
        return problemOfClient(config, ProducerConfig.configDef(), "producer");
    }

    static Optional<String> problemOfConsumer(Map<String, String> config) {
        return problemOfClient(config, ConsumerConfig.configDef(), "consumer");
    }

    private static Optional<String> problemOfClient(Map<String, String> config, ConfigDef definition, String client) {
        for (Map.Entry<String, String> setting : config.entrySet()) {
            String key = setting.getKey();
            ConfigDef.ConfigKey known = definition.configKeys().get(key);
            if (known == null && !isAttributeOfChannel(key)) {
                return Optional.of(
                        "unknown " + client + " setting '" + key + "'" + didYouMean(key, definition.names()));
            }
            if (known != null) {
                try {
                    Object value = ConfigDef.parseType(key, setting.getValue(), known.type);
                    if (known.validator != null) {
                        known.validator.ensureValid(key, value);
                    }
                } catch (ConfigException e) {
                    return Optional.of(Objects.requireNonNull(e.getMessage()));
                }
            }
        }
        return Optional.empty();
    }

    /** SmallRye's own attributes are written with hyphens, or in one word. */
    static boolean isAttributeOfChannel(String key) {
        return key.contains("-") || !key.contains(".");
    }

    private static boolean isWholeNumber(String value) {
        try {
            Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String didYouMean(String key, Set<String> names) {
        String meant = Suggestion.didYouMean(key, names);
        return meant.isEmpty() ? "; allowed: the names of Kafka's documentation" : meant;
    }

    private static Set<String> topicNames() {
        Set<String> names = new TreeSet<>();
        for (Field field : TopicConfig.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getName().endsWith("_CONFIG")) {
                try {
                    names.add((String) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e); // getFields() has public ones only
                }
            }
        }
        // the two that are defined in the server only
        names.add("leader.replication.throttled.replicas");
        names.add("follower.replication.throttled.replicas");
        return names;
    }
}
