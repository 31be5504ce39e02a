package io.losslab.lab.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code matrix} in {@code result.json}: what each combination of the varied values came to, next to what was promised of
 * it. Trials of one combination are one cell; of several groups the one that lost most speaks for the cell.
 */
final class Matrix {
    private static final List<String> SUMS = List.of("ackedLost", "lost", "duplicates", "outOfOrder", "unexplained");

    private Matrix() {}

    /**
     * @param runs of {@code result.json}
     * @return empty when fewer than two things are varied, or nothing is promised
     */
    static Optional<ObjectNode> of(ArrayNode runs) {
        JsonNode first = runs.path(0);
        boolean promised = false;
        for (JsonNode run : runs) {
            promised |= run.has("promise");
        }
        if (first.path("varied").size() < 2 || !promised) {
            return Optional.empty();
        }
        Map<JsonNode, List<JsonNode>> trials = new LinkedHashMap<>();
        runs.forEach(run -> trials.computeIfAbsent(run.path("varied"), v -> new ArrayList<>())
                .add(run));
        ObjectNode matrix = JsonNodeFactory.instance.objectNode();
        ArrayNode keys = matrix.putArray("keys");
        first.path("varied").fieldNames().forEachRemaining(keys::add);
        ArrayNode cells = matrix.putArray("cells");
        trials.forEach((varied, cell) -> cells.add(cell(varied, cell)));
        return Optional.of(matrix);
    }

    private static ObjectNode cell(JsonNode varied, List<JsonNode> trials) {
        ObjectNode cell = JsonNodeFactory.instance.objectNode();
        cell.set("varied", varied);
        cell.put("trials", trials.size());
        cell.put("acked", sum(trials, run -> run.path("produced").path("acked").asLong()));
        cell.put(
                "notAcked",
                sum(
                        trials,
                        run -> run.path("produced").path("intended").asLong()
                                - run.path("produced").path("acked").asLong()));
        SUMS.forEach(field ->
                cell.put(field, sum(trials, run -> worst(run).path(field).asLong())));
        Map<String, Long> byCause = new LinkedHashMap<>();
        trials.forEach(run -> worst(run)
                .path("outcomes")
                .fields()
                .forEachRemaining(e -> byCause.merge(e.getKey(), e.getValue().asLong(), Long::sum)));
        ObjectNode outcomes = cell.putObject("outcomes");
        byCause.forEach(outcomes::put);
        JsonNode promise = trials.get(0).path("promise");
        cell.put("says", promise.has("says") ? promise.path("says").asText() : null);
        cell.put(
                "held",
                trials.stream().allMatch(run -> run.path("promise").path("held").asBoolean(true)));
        return cell;
    }

    private static long sum(List<JsonNode> trials, java.util.function.ToLongFunction<JsonNode> value) {
        return trials.stream().mapToLong(value).sum();
    }

    private static JsonNode worst(JsonNode run) {
        JsonNode worst = run.path("groups").path("");
        for (JsonNode group : run.path("groups")) {
            if (worst.isMissingNode()
                    || group.path("ackedLost").asLong()
                            > worst.path("ackedLost").asLong()) {
                worst = group;
            }
        }
        return worst;
    }
}
