package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** Where several settings are varied at once: what each combination came to, against what was promised of it. */
final class OutcomeMatrix {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String FAULT = "fault";

    /** All trials of one combination. */
    private static final class Cell {
        private final List<String> values;
        private final List<Integer> runs = new ArrayList<>();
        private final ArrayNode expectations = JSON.arrayNode();
        private final Set<String> promises = new LinkedHashSet<>();
        private final Map<String, Long> lostByCause = new TreeMap<>();
        private long mostLost;
        private long mostNotAcked;
        private boolean lossKnown = true;
        private boolean onlyAcknowledged = true;
        private boolean judged;
        private boolean held = true;
        private boolean valid = true;

        Cell(List<String> values) {
            this.values = values;
        }

        void add(int number, RunResult run, List<JsonNode> expected) {
            runs.add(number);
            valid &= run.json().path("evidenceFaults").isEmpty();
            for (JsonNode expectation : expected) {
                judged = true;
                held &= expectation.path("held").asBoolean();
                expectations.add(expectation);
            }
            mostNotAcked = Math.max(
                    mostNotAcked,
                    run.count("produced", "failed").orElse(0)
                            + run.count("produced", "indeterminate").orElse(0));
            JsonNode promise = run.json().path("promise");
            if (promise.has("says")) {
                judged = true;
                promises.add(Texts.plain(promise.path("says").asText()));
                held &= promise.path("held").asBoolean();
            }
            for (GroupResult group : run.groups().values()) {
                OptionalLong acknowledged = group.count("ackedLost");
                OptionalLong lost = acknowledged.isPresent() ? acknowledged : group.lost();
                onlyAcknowledged &= acknowledged.isPresent();
                lossKnown &= lost.isPresent();
                mostLost = Math.max(mostLost, lost.orElse(0));
                group.causes()
                        .forEach(cause ->
                                lostByCause.merge(cause, group.outcomes().get(cause), Math::max));
            }
        }

        ObjectNode node() {
            ObjectNode node = JSON.objectNode();
            ArrayNode valueNodes = node.putArray("values");
            values.forEach(valueNodes::add);
            ArrayNode runNodes = node.putArray("runs");
            runs.forEach(runNodes::add);
            node.put("state", !valid ? "invalid" : !judged ? "unjudged" : held ? "held" : "broken");
            if (lossKnown) {
                node.put("mostLost", mostLost).put("onlyAcknowledged", onlyAcknowledged);
            }
            node.put("mostNotAcked", mostNotAcked);
            ObjectNode causes = node.putObject("causes");
            lostByCause.forEach(causes::put);
            ArrayNode promiseNodes = node.putArray("promises");
            promises.forEach(promiseNodes::add);
            node.set("expectations", expectations);
            return node;
        }
    }

    private OutcomeMatrix() {}

    /**
     * {@code rows}: key and values of what goes down; {@code columns}: the same of each that goes across, outermost
     * first; {@code cells}: {@code values} in the order of rows and columns, {@code runs} by number, {@code state}:
     * {@code held}, {@code broken}, {@code invalid} or {@code unjudged}, {@code mostLost} in any trial, of what was
     * acknowledged where {@code onlyAcknowledged}; {@code leftOut}: combinations that Kafka refuses.
     *
     * @return null unless two settings at least have several values
     */
    static ObjectNode of(JsonNode result, List<RunResult> runs) {
        List<String> keys = keys(runs);
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (RunResult run : runs) {
            Map<String, String> varied = varied(run);
            if (!varied.keySet().equals(Set.copyOf(keys))) {
                return null;
            }
            varied.forEach((key, value) ->
                    values.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(value));
        }
        keys.removeIf(key -> values.get(key).size() < 2);
        if (keys.size() < 2) {
            return null;
        }
        if (keys.remove(FAULT)) {
            keys.add(0, FAULT);
        }
        Map<List<String>, Cell> cells = new LinkedHashMap<>();
        boolean trials = runs.stream().anyMatch(run -> run.count("trial").orElse(1) > 1);
        for (int i = 0; i < runs.size(); i++) {
            Map<String, String> varied = varied(runs.get(i));
            List<String> place = keys.stream().map(varied::get).toList();
            cells.computeIfAbsent(place, Cell::new).add(i, runs.get(i), expectations(result, runs.get(i), trials));
        }
        ObjectNode matrix = JSON.objectNode();
        matrix.set("rows", dimension(keys.get(0), values));
        ArrayNode columns = matrix.putArray("columns");
        keys.subList(1, keys.size()).forEach(key -> columns.add(dimension(key, values)));
        ArrayNode cellNodes = matrix.putArray("cells");
        cells.values().forEach(cell -> cellNodes.add(cell.node()));
        matrix.set("leftOut", result.path("leftOut").deepCopy());
        return matrix;
    }

    private static ObjectNode dimension(String key, Map<String, Set<String>> values) {
        ObjectNode dimension = JSON.objectNode().put("key", key);
        ArrayNode nodes = dimension.putArray("values");
        values.get(key).forEach(nodes::add);
        return dimension;
    }

    private static List<String> keys(List<RunResult> runs) {
        return runs.isEmpty()
                ? new ArrayList<>()
                : new ArrayList<>(varied(runs.get(0)).keySet());
    }

    /** By key; from the variant's name where the result does not have it on its own. */
    private static Map<String, String> varied(RunResult run) {
        Map<String, String> varied = new LinkedHashMap<>();
        run.json()
                .path("varied")
                .fields()
                .forEachRemaining(e -> varied.put(
                        Texts.plain(e.getKey()), Texts.plain(e.getValue().asText())));
        if (varied.isEmpty()) {
            for (String part : run.variant().split(",(?=[A-Za-z0-9._-]+=)")) {
                int equals = part.indexOf('=');
                if (equals > 0) {
                    varied.put(part.substring(0, equals), part.substring(equals + 1));
                }
            }
        }
        return varied;
    }

    /** Those that begin with the run's name in brackets, without it. */
    private static List<JsonNode> expectations(JsonNode result, RunResult run, boolean trials) {
        String prefix = "[" + run.json().path("variant").asText()
                + (trials ? " #" + run.count("trial").orElse(1) : "") + "] ";
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode expectation : result.path("expectations")) {
            String text = expectation.path("text").asText();
            if (text.startsWith(prefix)) {
                found.add(JSON.objectNode()
                        .put("text", text.substring(prefix.length()))
                        .put("held", expectation.path("held").asBoolean()));
            }
        }
        return found;
    }
}
