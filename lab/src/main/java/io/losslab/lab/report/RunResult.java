package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** One element of {@code runs} in {@code result.json}. A field that is missing, or not of its type, is unknown. */
record RunResult(JsonNode json, boolean onlyTrial) {
    /** What the only variant of an experiment that varies nothing is called. */
    private static final String NOTHING_VARIED = "default";

    static List<RunResult> allOf(JsonNode result) {
        List<RunResult> runs = new ArrayList<>();
        boolean onlyTrials = true;
        for (JsonNode run : result.path("runs")) {
            onlyTrials &= run.path("trial").asInt(1) == 1;
        }
        for (JsonNode run : result.path("runs")) {
            runs.add(new RunResult(run, onlyTrials));
        }
        return runs;
    }

    /** What the run is compared with; of another experiment, told apart by {@code comparison.experiment}. */
    static Optional<RunResult> comparedWith(JsonNode result) {
        JsonNode run = result.path("comparison").path("run");
        return run.isObject() ? Optional.of(new RunResult(run, true)) : Optional.empty();
    }

    /** As people call it: {@code acks=1, trial 2}; empty when there is nothing to tell apart. */
    String name() {
        String variant = variant();
        OptionalLong trial = count("trial");
        if (trial.isEmpty() || onlyTrial) {
            return variant;
        }
        String trialName = "trial " + trial.getAsLong();
        return variant.isEmpty() ? trialName : variant + ", " + trialName;
    }

    /** Empty when nothing is varied. */
    String variant() {
        String variant = Texts.plain(json.path("variant").asText(""));
        return variant.equals(NOTHING_VARIED) ? "" : variant;
    }

    Map<String, GroupResult> groups() {
        Map<String, GroupResult> groups = new LinkedHashMap<>();
        json.path("groups").fields().forEachRemaining(group -> {
            String name = Texts.plain(group.getKey());
            groups.put(name, new GroupResult(name, group.getValue()));
        });
        return groups;
    }

    OptionalLong count(String... path) {
        return count(json, path);
    }

    OptionalDouble number(String... path) {
        return number(json, path);
    }

    /** The moment the load began; every "seconds after" of a report counts from here. */
    Optional<Instant> loadStart() {
        for (JsonNode phase : json.path("phases")) {
            if (phase.path("name").asText().equals("load")) {
                return instant(phase.path("from"));
            }
        }
        return Optional.empty();
    }

    Optional<Duration> sinceLoadStart(Instant at) {
        return loadStart().map(start -> Duration.between(start, at));
    }

    /** Whether no record was acknowledged, and none seen in the log. */
    boolean storedNothing() {
        return count("produced", "intended").orElse(0) > 0
                && count("produced", "acked").orElse(-1) == 0
                && count("produced", "witnessed").orElse(-1) == 0;
    }

    /** Why sends failed, by the producer's own words. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        json.path("load")
                .path("failures")
                .fieldNames()
                .forEachRemaining(name -> failures.add(Texts.plain(name)
                        .replaceFirst("^REFUSED_", "") // says so already
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' ')));
        return failures;
    }

    /** Lost to any of the groups at least; unknown when no group's loss is known. */
    OptionalLong mostLost() {
        return groups().values().stream()
                .map(GroupResult::lost)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .max();
    }

    static OptionalLong count(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        return value.isNumber() && value.canConvertToLong() ? OptionalLong.of(value.asLong()) : OptionalLong.empty();
    }

    static OptionalDouble number(JsonNode node, String... path) {
        JsonNode value = at(node, path);
        return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
    }

    static Optional<Instant> instant(JsonNode value) {
        try {
            return value.isTextual() ? Optional.of(Instant.parse(value.asText())) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static JsonNode at(JsonNode node, String... path) {
        JsonNode value = node;
        for (String field : path) {
            value = value.path(field);
        }
        return value == null ? MissingNode.getInstance() : value;
    }
}
