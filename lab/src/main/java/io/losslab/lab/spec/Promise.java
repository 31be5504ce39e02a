package io.losslab.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Kafka promises for some of an experiment's variants, and what must be true of these for it to be kept.
 *
 * @param says in a sentence, for people
 * @param when by the path that is varied: the values it goes for; what is not named goes with any
 * @param expect as the {@code expect} of an experiment
 */
public record Promise(String says, Map<String, List<String>> when, Map<String, JsonNode> expect) {
    public static List<Promise> of(JsonNode list) {
        List<Promise> promises = new ArrayList<>();
        for (JsonNode p : list) {
            Map<String, List<String>> when = new LinkedHashMap<>();
            p.path("when").fields().forEachRemaining(e -> {
                List<String> values = new ArrayList<>();
                if (e.getValue().isArray()) {
                    e.getValue().forEach(value -> values.add(value.asText()));
                } else {
                    values.add(e.getValue().asText());
                }
                when.put(e.getKey(), values);
            });
            Map<String, JsonNode> expect = new LinkedHashMap<>();
            p.path("expect").fields().forEachRemaining(e -> expect.put(e.getKey(), e.getValue()));
            promises.add(new Promise(p.path("says").asText(), when, expect));
        }
        return promises;
    }

    /**
     * The first that goes for a variant: the narrow ones stand before the wide ones.
     *
     * @param values what is varied, by its path
     */
    public static Optional<Promise> of(List<Promise> promises, Map<String, String> values) {
        return promises.stream()
                .filter(promise -> promise.when().entrySet().stream()
                        .allMatch(e -> e.getValue().contains(values.get(e.getKey()))))
                .findFirst();
    }
}
