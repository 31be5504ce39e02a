package io.losslab.lab.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment cannot set, for people run experiment files of strangers: where a client connects and what it logs in
 * with, which classes are loaded, which files are read or written, what is read from the environment. It goes by Kafka's
 * own types, so that a setting of a new release is refused until somebody has looked at it: numbers, switches and closed
 * lists of words are harmless, classes, lists, secrets and free text are not unless they are named here.
 */
final class ReservedSettings {
    private static final String PLACE =
            "is decided by the place, not by an experiment; allowed: --bootstrap-servers with --command-config FILE";

    /** Of a client: how it gets to a cluster, also where Kafka has a closed list of words for it. */
    private static final Pattern CONNECTION = Pattern.compile(
            "(bootstrap\\.servers|client\\.dns\\.lookup|security\\..*|sasl\\..*|ssl\\..*|socks.*|config\\.providers.*)");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,18})?([eE]-?[0-9]{1,3})?");
    private static final Pattern SWITCH = Pattern.compile("true|false");
    private static final String ASSIGNOR =
            "org\\.apache\\.kafka\\.clients\\.consumer\\.(Range|RoundRobin|Sticky|CooperativeSticky)Assignor";

    /** Of a client: what takes more than a number, a switch or one of Kafka's own words. */
    private static final Map<String, Pattern> CLIENT_WORDS = Map.of(
            "client.id",
            NAME,
            "client.rack",
            NAME,
            "group.instance.id",
            NAME,
            "group.remote.assignor",
            Pattern.compile("uniform|range"),
            "auto.offset.reset",
            Pattern.compile("earliest|latest|none|by_duration:[A-Z0-9.]{1,40}"),
            "partition.assignment.strategy",
            Pattern.compile(ASSIGNOR + "( *, *" + ASSIGNOR + ")*"));

    /** Of a client: what the run decides, so that the books are about its own topic, group and transactions. */
    private static final Map<String, String> RUN = Map.of(
            "group.id", "is decided by the run; allowed: the key 'group' of the consumer",
            "transactional.id", "is decided by the run; allowed: load.transactions");

    /** SmallRye's attributes of the consumers' channel: those that change when a record counts as done, and how much waits. */
    private static final Map<String, Pattern> INCOMING = Map.ofEntries(
            Map.entry("commit-strategy", Pattern.compile("throttled|latest|ignore")),
            Map.entry("failure-strategy", Pattern.compile("fail|ignore|dead-letter-queue")),
            Map.entry("throttled.unprocessed-record-max-age.ms", NUMBER),
            Map.entry("max-queue-size-factor", NUMBER),
            Map.entry("poll-timeout", NUMBER),
            Map.entry("pause-if-no-requests", SWITCH),
            Map.entry("retry", SWITCH),
            Map.entry("retry-attempts", NUMBER),
            Map.entry("retry-max-wait", NUMBER),
            Map.entry("graceful-shutdown", SWITCH),
            Map.entry("tracing-enabled", SWITCH));

    private static final Map<String, Pattern> OUTGOING = Map.of("close-timeout", NUMBER, "tracing-enabled", SWITCH);

    /** Of a broker: the only ones that take words. */
    private static final Map<String, Pattern> BROKER_WORDS = Map.of(
            "broker.rack", NAME,
            "compression.type", Pattern.compile("producer|uncompressed|gzip|snappy|lz4|zstd"),
            "group.consumer.assignors", Pattern.compile("uniform|range|uniform, *range|range, *uniform"),
            "group.consumer.migration.policy", Pattern.compile("disabled|upgrade|downgrade|bidirectional"),
            "group.coordinator.rebalance.protocols", Pattern.compile("(classic|consumer|streams|share|[, ]){1,10}"),
            "log.cleanup.policy", Pattern.compile("delete|compact|compact, *delete|delete, *compact"),
            "log.message.timestamp.type", Pattern.compile("CreateTime|LogAppendTime"),
            "metrics.recording.level", Pattern.compile("INFO|DEBUG|TRACE"),
            "replica.selector.class",
                    Pattern.compile("org\\.apache\\.kafka\\.common\\.replica\\.RackAwareReplicaSelector"));

    private ReservedSettings() {}

    static Optional<FaultRules.Problem> problem(ExperimentSpec spec) {
        Optional<FaultRules.Problem> problem =
                placeholder("cluster.config", spec.cluster().config());
        Map<String, Map<String, String>> topics = new LinkedHashMap<>();
        topics.put("topic.config", spec.topic().config());
        Map<String, Map<String, String>> consumers = new LinkedHashMap<>();
        spec.consumers().forEach((name, consumer) -> {
            consumers.put("consumers." + name + ".config", consumer.config());
            if (consumer.deadLetters() != null) {
                topics.put(
                        "consumers." + name + ".deadLetters.config",
                        consumer.deadLetters().config());
            }
        });
        problem = problem.or(() -> ofBroker(spec.cluster().config()));
        problem = problem.or(
                () -> ofClient("load.producer", spec.load().producer(), ProducerConfig.configDef(), OUTGOING));
        for (Map.Entry<String, Map<String, String>> topic : topics.entrySet()) {
            problem = problem.or(() -> placeholder(topic.getKey(), topic.getValue()));
        }
        for (Map.Entry<String, Map<String, String>> consumer : consumers.entrySet()) {
            problem = problem.or(
                    () -> ofClient(consumer.getKey(), consumer.getValue(), ConsumerConfig.configDef(), INCOMING));
        }
        return problem;
    }

    private static Optional<FaultRules.Problem> ofClient(
            String path, Map<String, String> config, ConfigDef kafka, Map<String, Pattern> attributes) {
        for (Map.Entry<String, String> setting : config.entrySet()) {
            String text = ofClient(
                    setting.getKey(), setting.getValue(), kafka.configKeys().get(setting.getKey()), attributes);
            if (text != null) {
                return problem(path, setting.getKey(), text);
            }
        }
        return placeholder(path, config);
    }

    /** Null when it may be set, or when nobody knows it: then it is refused as unknown. */
    private static @Nullable String ofClient(
            String key, String value, ConfigDef.@Nullable ConfigKey known, Map<String, Pattern> attributes) {
        if (CONNECTION.matcher(key).matches()) {
            return PLACE;
        }
        if (RUN.containsKey(key)) {
            return RUN.get(key);
        }
        if (known == null) {
            return ofChannel(key, value, attributes);
        }
        Pattern words = CLIENT_WORDS.get(key);
        if (words != null) {
            return words.matcher(value).matches()
                    ? null
                    : "'" + value + "' is not allowed in an experiment; allowed: " + allowed(key, words);
        }
        return isHarmless(known) ? null : notByAnExperiment(known.type, CLIENT_WORDS.keySet());
    }

    private static @Nullable String ofChannel(String key, String value, Map<String, Pattern> attributes) {
        Pattern words = attributes.get(key);
        if (words != null) {
            return words.matcher(value).matches()
                    ? null
                    : "'" + value + "' is not allowed; allowed: " + allowed(key, words);
        }
        return KafkaSettings.isAttributeOfChannel(key)
                ? "is no attribute of the channel that an experiment can set; allowed: "
                        + String.join(", ", new TreeSet<>(attributes.keySet()))
                : null;
    }

    /** For people: names, not patterns. */
    private static String allowed(String key, Pattern words) {
        if (words == NUMBER) {
            return "a number";
        }
        if (words == NAME) {
            return "1 to 100 of A-Z, a-z, 0-9, '.', '_' and '-'";
        }
        return switch (key) {
            case "partition.assignment.strategy" ->
                "RangeAssignor, RoundRobinAssignor, StickyAssignor and CooperativeStickyAssignor of"
                        + " org.apache.kafka.clients.consumer";
            case "auto.offset.reset" -> "earliest, latest, none, by_duration:PT1H";
            case "group.coordinator.rebalance.protocols" -> "classic, consumer, streams, share";
            default -> words.pattern().replace("\\", "").replace(", *", ",").replace("|", ", ");
        };
    }

    private static boolean isHarmless(ConfigDef.ConfigKey known) {
        return switch (known.type) {
            case BOOLEAN, INT, SHORT, LONG, DOUBLE -> true;
            case STRING ->
                known.validator instanceof ConfigDef.ValidString
                        || known.validator instanceof ConfigDef.CaseInsensitiveValidString;
            default -> false;
        };
    }

    private static String notByAnExperiment(Type type, Set<String> words) {
        String what = type == Type.CLASS ? "a class" : type == Type.LIST ? "a list (of classes, perhaps)" : "free text";
        return "takes " + what + ", and an experiment sets numbers, switches and Kafka's own words only; allowed of"
                + " the others: " + String.join(", ", new TreeSet<>(words));
    }

    /** Its definitions are not on this class path: a number or a switch is never a class, an address or a place to write. */
    private static Optional<FaultRules.Problem> ofBroker(Map<String, String> config) {
        for (Map.Entry<String, String> setting : config.entrySet()) {
            String value = setting.getValue();
            Pattern words = BROKER_WORDS.get(setting.getKey());
            if (words != null && words.matcher(value).matches()) {
                continue;
            }
            if (words != null
                    || !(NUMBER.matcher(value).matches()
                            || SWITCH.matcher(value).matches())) {
                String allowed = words == null
                        ? "a number, true or false; words only for "
                                + String.join(", ", new TreeSet<>(BROKER_WORDS.keySet()))
                        : allowed(setting.getKey(), words);
                return problem(
                        "cluster.config", setting.getKey(), "'" + value + "' is not allowed; allowed: " + allowed);
            }
        }
        return Optional.empty();
    }

    /** A provider that the user has configured for secrets of his own would put them into a stranger's value. */
    private static Optional<FaultRules.Problem> placeholder(String path, Map<String, String> config) {
        for (Map.Entry<String, String> setting : config.entrySet()) {
            if (setting.getValue().contains("${")) {
                return problem(
                        path,
                        setting.getKey(),
                        "'" + setting.getValue() + "' refers to something outside of the experiment; allowed: values"
                                + " without ${");
            }
        }
        return Optional.empty();
    }

    private static Optional<FaultRules.Problem> problem(String path, String key, String text) {
        List<String> steps = List.of(path.split("\\."));
        return Optional.of(new FaultRules.Problem(
                "/" + String.join("/", steps) + "/" + YamlDocument.escape(key), path + "." + key + ": " + text));
    }
}
