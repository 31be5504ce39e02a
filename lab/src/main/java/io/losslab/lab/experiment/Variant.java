package io.losslab.lab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * One run to be made.
 *
 * @param name what it varies, such as {@code acks=all}; {@code default} when nothing is varied
 * @param trial from 1
 */
record Variant(String name, int trial, ExperimentSpec spec) {
    /**
     * Every combination of the varied values. Trials are interleaved (all variants once, then all again), so that a slow
     * drift of the machine falls on all of them alike.
     */
    static List<Variant> of(ExperimentSpec spec, ExperimentLoader loader) {
        List<Map<String, JsonNode>> combinations = new ArrayList<>();
        combinations.add(Map.of());
        for (Map.Entry<String, List<JsonNode>> dimension : spec.vary().entrySet()) {
            List<Map<String, JsonNode>> wider = new ArrayList<>();
            for (Map<String, JsonNode> combination : combinations) {
                for (JsonNode value : dimension.getValue()) {
                    Map<String, JsonNode> next = new LinkedHashMap<>(combination);
                    next.put(dimension.getKey(), value);
                    wider.add(next);
                }
            }
            combinations = wider;
        }
        List<Variant> variants = new ArrayList<>();
        for (int trial = 1; trial <= spec.trials(); trial++) {
            for (Map<String, JsonNode> combination : combinations) {
                ExperimentSpec resolved = combination.isEmpty() ? spec : loader.vary(spec, combination);
                variants.add(new Variant(name(combination), trial, resolved));
            }
        }
        return variants;
    }

    private static String name(Map<String, JsonNode> combination) {
        if (combination.isEmpty()) {
            return "default";
        }
        StringJoiner name = new StringJoiner(",");
        combination.forEach((path, value) -> name.add(shortKey(path) + "=" + value.asText()));
        return name.toString();
    }

    /** {@code load.producer.acks} is known as {@code acks}, {@code topic.config.retention.bytes} by its Kafka name. */
    private static String shortKey(String path) {
        for (String prefix : List.of("load.producer.", "topic.config.", "cluster.config.", "load.", "topic.")) {
            if (path.startsWith(prefix)) {
                return path.substring(prefix.length());
            }
        }
        return path;
    }
}
