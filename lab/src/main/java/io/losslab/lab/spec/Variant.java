package io.losslab.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One run to be made.
 *
 * @param name what it varies, such as {@code acks=all,minISR=2}; {@code default} when nothing is varied
 * @param trial from 1
 * @param values what is varied, by its path in the file; in the order of the file
 */
public record Variant(String name, int trial, Map<String, String> values, ExperimentSpec spec) {
    /** Not a path: each of its values is a name for several values by their paths, which change together. */
    static final String SETTINGS = "settings";

    /** What people call it, where that is shorter than Kafka's name. */
    private static final Map<String, String> SHORT = Map.of(
            "min.insync.replicas", "minISR",
            "enable.idempotence", "idempotence",
            "unclean.leader.election.enable", "unclean",
            "eligible.leader.replicas.version", "ELR",
            "faults", "fault");

    private static final List<String> PREFIXES = List.of(
            "load.producer.", "topic.config.", "cluster.config.", "cluster.features.", "cluster.", "load.", "topic.");

    /**
     * The runs of an experiment.
     *
     * @param leftOut combinations that Kafka refuses, each with its reason
     */
    public record Plan(List<Variant> variants, Map<String, String> leftOut) {}

    /** A value of a dimension. */
    private record Choice(String text, JsonNode value) {}

    /**
     * Every combination of the varied values that Kafka takes. Trials are interleaved (all variants once, then all
     * again), so that a slow drift of the machine falls on all of them alike.
     */
    public static Plan of(ExperimentSpec spec, ExperimentLoader loader) {
        List<Map<String, Choice>> combinations = new ArrayList<>();
        combinations.add(Map.of());
        for (Map.Entry<String, JsonNode> dimension : spec.vary().entrySet()) {
            List<Map<String, Choice>> wider = new ArrayList<>();
            for (Map<String, Choice> combination : combinations) {
                for (Choice choice : choices(dimension.getValue())) {
                    Map<String, Choice> next = new LinkedHashMap<>(combination);
                    next.put(dimension.getKey(), choice);
                    wider.add(next);
                }
            }
            combinations = wider;
        }
        List<Variant> variants = new ArrayList<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (int trial = 1; trial <= spec.trials(); trial++) {
            for (Map<String, Choice> combination : combinations) {
                Map<String, JsonNode> nodes = new LinkedHashMap<>();
                Map<String, String> values = new LinkedHashMap<>();
                combination.forEach((path, choice) -> {
                    values.put(path, choice.text());
                    if (path.equals(SETTINGS)) {
                        choice.value().fields().forEachRemaining(e -> nodes.put(e.getKey(), e.getValue()));
                    } else {
                        nodes.put(path, choice.value());
                    }
                });
                ExperimentSpec resolved = nodes.isEmpty() ? spec : loader.vary(spec, nodes);
                Optional<ClientConflicts.Conflict> conflict = ClientConflicts.of(resolved);
                if (conflict.isPresent()) {
                    leftOut.put(
                            name(values),
                            conflict.get().path() + ": " + conflict.get().text());
                } else {
                    variants.add(new Variant(name(values), trial, values, resolved));
                }
            }
        }
        return new Plan(variants, leftOut);
    }

    /** A list of values, or values with names of their own. */
    private static List<Choice> choices(JsonNode dimension) {
        List<Choice> choices = new ArrayList<>();
        if (dimension.isObject()) {
            dimension.fields().forEachRemaining(e -> choices.add(new Choice(e.getKey(), e.getValue())));
        } else {
            dimension.forEach(value -> choices.add(new Choice(value.asText(), value)));
        }
        return choices;
    }

    private static String name(Map<String, String> values) {
        if (values.isEmpty()) {
            return "default";
        }
        StringJoiner name = new StringJoiner(",");
        values.forEach((path, value) -> name.add(shortKey(path) + "=" + value));
        return name.toString();
    }

    /** {@code load.producer.acks} is known as {@code acks}, {@code topic.config.retention.bytes} by its Kafka name. */
    public static String shortKey(String path) {
        String key = PREFIXES.stream()
                .filter(path::startsWith)
                .findFirst()
                .map(prefix -> path.substring(prefix.length()))
                .orElse(path);
        return SHORT.getOrDefault(key, key);
    }
}
