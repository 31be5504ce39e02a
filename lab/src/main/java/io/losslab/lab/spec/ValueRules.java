package io.losslab.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the schema's patterns cannot say of single values: one line of text, quantities within what can be counted. */
final class ValueRules {
    private static final Duration LONGEST = Duration.ofHours(168);
    private static final Set<String> TEXTS_OF_SEVERAL_LINES = Set.of("/description");
    /** What may be varied; all else is about the experiment and not about a run. */
    private static final List<String> VARIABLE =
            List.of("cluster", "topic", "load", "consumers", "faults", "seed", "drain");

    private ValueRules() {}

    /**
     * A pattern's {@code $} also matches before a line break at the end, and escape sequences have no place anywhere.
     */
    static Optional<FaultRules.Problem> ofText(JsonNode root) {
        return walk("", root, (pointer, value) -> {
            boolean lines = TEXTS_OF_SEVERAL_LINES.contains(pointer);
            return control(value, lines)
                    .map(c -> String.format(
                            "has the control character U+%04X in it; allowed: %s",
                            (int) c, lines ? "text" : "one line of text"))
                    .orElse(null);
        });
    }

    private static Optional<Character> control(String text, boolean lines) {
        for (char c : text.toCharArray()) {
            if (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t'))) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
    }

    private static Optional<FaultRules.Problem> walk(String pointer, JsonNode node, Check check) {
        if (node.isValueNode()) {
            String text = check.problem(pointer, node.asText());
            return text == null ? Optional.empty() : Optional.of(problem(pointer, text));
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Optional<FaultRules.Problem> problem = walk(pointer + "/" + i, node.get(i), check);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return Optional.empty();
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String at = pointer + "/" + YamlDocument.escape(field.getKey());
            Optional<FaultRules.Problem> problem = control(field.getKey(), false)
                    .map(c -> problem(
                            at,
                            String.format("the key has the control character U+%04X in it; allowed: text", (int) c)))
                    .or(() -> walk(at, field.getValue(), check));
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private interface Check {
        /** Null when there is none. */
        @Nullable
        String problem(String pointer, String value);
    }

    /**
     * @param rules what the schema says of a place
     */
    static Optional<FaultRules.Problem> ofQuantities(JsonNode root, JsonNode schema, Function<String, JsonNode> rules) {
        JsonNode duration = schema.at("/$defs/duration");
        JsonNode size = schema.at("/$defs/size");
        JsonNode kafka = schema.at("/$defs/kafkaConfig");
        return walk("", root, (pointer, value) -> {
            JsonNode rule = rules.apply(pointer);
            JsonNode around = rules.apply(pointer.substring(0, Math.max(0, pointer.lastIndexOf('/'))));
            String key = pointer.substring(pointer.lastIndexOf('/') + 1);
            try {
                if (around == kafka) {
                    Quantity.kafkaValue(key, value);
                    return null;
                }
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
            if (rule == duration && isMore(() -> Quantity.duration(value).compareTo(LONGEST) > 0)) {
                return "'" + value + "' is too long; allowed: at most " + LONGEST.toHours() + "h";
            }
            if (rule == size && isMore(() -> Quantity.bytes(value) > Integer.MAX_VALUE)) {
                return "'" + value + "' is too large; allowed: at most " + Integer.MAX_VALUE + " bytes";
            }
            return null;
        });
    }

    /** What cannot be counted is more than anything. */
    private static boolean isMore(BooleanSupplier comparison) {
        try {
            return comparison.getAsBoolean();
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    static Optional<FaultRules.Problem> ofVaried(ExperimentSpec spec) {
        for (Map.Entry<String, JsonNode> varied : spec.vary().entrySet()) {
            String pointer = "/vary/" + YamlDocument.escape(varied.getKey());
            List<String> paths = new ArrayList<>();
            if (varied.getKey().equals(Variant.SETTINGS)) {
                varied.getValue().forEach(values -> values.fieldNames().forEachRemaining(paths::add));
            } else {
                paths.add(varied.getKey());
            }
            for (String path : paths) {
                if (!VARIABLE.contains(path.split("\\.", 2)[0])) {
                    return Optional.of(problem(
                            pointer,
                            "'" + path + "' is nothing that a run can differ in; allowed: settings, or a path that"
                                    + " begins with " + String.join(", ", VARIABLE)));
                }
            }
            Set<String> seen = new HashSet<>();
            for (JsonNode value : varied.getValue().isArray() ? varied.getValue() : List.<JsonNode>of()) {
                if (!seen.add(value.toString())) {
                    return Optional.of(problem(
                            pointer,
                            "'" + value.asText() + "' is there twice; allowed: different values (and 'trials' for more"
                                    + " runs of each)"));
                }
            }
        }
        return Optional.empty();
    }

    private static FaultRules.Problem problem(String pointer, String text) {
        return new FaultRules.Problem(pointer, ExperimentLoader.dotted(pointer) + ": " + text);
    }
}
