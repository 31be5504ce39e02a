package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.result.Expectation;
import io.losslab.contract.result.ResultReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where several settings are varied at once: what each combination came to, against what was promised of it.
 *
 * @param rows what goes down on the page; the fault, where one is varied
 * @param columns what goes across, outermost first
 * @param leftOut combinations that Kafka refuses, as the result has them
 */
record OutcomeMatrix(Dimension rows, List<Dimension> columns, List<MatrixCell> cells, JsonNode leftOut) {
    private static final String FAULT = "fault";

    record Dimension(String key, List<String> values) {}

    /** Empty unless two settings at least have several values. */
    static Optional<OutcomeMatrix> of(JsonNode result, List<RunResult> runs) {
        List<String> keys = keys(runs);
        Map<String, Set<String>> values = new LinkedHashMap<>();
        for (RunResult run : runs) {
            Map<String, String> varied = varied(run);
            if (!varied.keySet().equals(Set.copyOf(keys))) {
                return Optional.empty();
            }
            varied.forEach((key, value) ->
                    values.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(value));
        }
        keys.removeIf(key -> values.get(key).size() < 2);
        if (keys.size() < 2) {
            return Optional.empty();
        }
        if (keys.remove(FAULT)) {
            keys.add(0, FAULT);
        }
        Map<List<String>, List<MatrixCell.Trial>> trials = new LinkedHashMap<>();
        boolean several = runs.stream().anyMatch(run -> run.trial().orElse(1) > 1);
        for (int i = 0; i < runs.size(); i++) {
            Map<String, String> varied = varied(runs.get(i));
            trials.computeIfAbsent(keys.stream().map(varied::get).toList(), place -> new ArrayList<>())
                    .add(new MatrixCell.Trial(i, runs.get(i), expectations(result, runs.get(i), several)));
        }
        List<Dimension> dimensions = keys.stream()
                .map(key -> new Dimension(key, List.copyOf(values.get(key))))
                .toList();
        List<MatrixCell> cells = new ArrayList<>();
        trials.forEach((place, cell) -> cells.add(MatrixCell.of(place, cell)));
        return Optional.of(new OutcomeMatrix(
                dimensions.get(0), dimensions.subList(1, dimensions.size()), cells, result.path("leftOut")));
    }

    /** Whether anything was promised of any combination. */
    boolean hasPromises() {
        return cells.stream().anyMatch(cell -> !cell.promises().isEmpty());
    }

    /** Of the combination that was tried most often. */
    int trials() {
        return cells.stream().mapToInt(cell -> cell.runs().size()).max().orElse(0);
    }

    private static List<String> keys(List<RunResult> runs) {
        return runs.isEmpty()
                ? new ArrayList<>()
                : new ArrayList<>(varied(runs.get(0)).keySet());
    }

    /** By key; from the variant's name where the result does not have it on its own. */
    private static Map<String, String> varied(RunResult run) {
        Map<String, String> varied = new LinkedHashMap<>();
        run.varied().forEach((key, value) -> varied.put(Texts.plain(key), Texts.plain(String.valueOf(value))));
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
    private static List<MatrixCell.Expectation> expectations(JsonNode result, RunResult run, boolean trials) {
        String prefix =
                "[" + run.entry().variant() + (trials ? " #" + run.trial().orElse(1) : "") + "] ";
        List<MatrixCell.Expectation> found = new ArrayList<>();
        for (Expectation expectation : ResultReader.list(result.path("expectations"), Expectation.class)) {
            String text = expectation.text();
            if (text != null && text.startsWith(prefix)) {
                found.add(new MatrixCell.Expectation(
                        text.substring(prefix.length()), Boolean.TRUE.equals(expectation.held())));
            }
        }
        return found;
    }
}
