package io.losslab.lab.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** The variants of an experiment beside each other: the median of their trials, and how far these are apart. */
final class VariantComparison {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, String> PERCENTILES = Map.of("p50", "p50", "p99", "p99", "p999", "p99.9");

    /** Something measured of a run. Where {@code quiet}, it is left out unless some run has more than zero of it. */
    private record Metric(String label, String unit, boolean quiet, Function<RunResult, OptionalDouble> value) {}

    private VariantComparison() {}

    /**
     * {@code variants}: their names and numbers of trials; {@code metrics}: each with {@code values} by variant, null
     * where nothing was measured, else {@code median, min, max, trials} and {@code differs} from the first variant, null
     * where one trial says nothing about that.
     *
     * @return null when there is one variant only
     */
    static ObjectNode of(List<RunResult> runs) {
        Map<String, List<RunResult>> variants = new LinkedHashMap<>();
        runs.forEach(run ->
                variants.computeIfAbsent(run.variant(), v -> new ArrayList<>()).add(run));
        if (variants.size() < 2) {
            return null;
        }
        ObjectNode node = JSON.objectNode();
        ArrayNode names = node.putArray("variants");
        variants.forEach((name, trials) -> names.addObject().put("name", name).put("trials", trials.size()));
        ArrayNode metrics = node.putArray("metrics");
        metrics(runs).stream()
                .map(metric -> row(metric, variants.values()))
                .filter(Objects::nonNull)
                .forEach(metrics::add);
        return node;
    }

    private static List<Metric> metrics(List<RunResult> runs) {
        Set<String> groups = new LinkedHashSet<>();
        runs.forEach(run -> groups.addAll(run.groups().keySet()));
        List<Metric> metrics = new ArrayList<>();
        groups.forEach(group -> metrics.add(new Metric("lost to " + group, "records", false, inGroup(group, "lost"))));
        metrics.add(new Metric("not acknowledged", "records", true, VariantComparison::notAcknowledged));
        groups.forEach(group ->
                metrics.add(new Metric("duplicates, " + group, "records", true, inGroup(group, "duplicates"))));
        metrics.add(new Metric("achieved rate", "rate", false, run -> run.number("load", "achievedTps")));
        for (String point : List.of("p50", "p99", "p999")) {
            String label = "send latency " + PERCENTILES.get(point);
            metrics.add(new Metric(label, "ms", false, run -> run.number("load", "sendLatencyMs", point)));
        }
        metrics.add(new Metric("send latency, worst", "ms", false, run -> run.number("load", "sendLatencyMs", "max")));
        groups.forEach(group -> metrics.add(
                new Metric("end-to-end p99, " + group, "ms", false, inGroup(group, "endToEndLatencyMs", "p99"))));
        metrics.add(new Metric("log at most", "bytes", false, run -> run.number("disk", "maxLogBytes")));
        return metrics;
    }

    private static Function<RunResult, OptionalDouble> inGroup(String group, String... path) {
        return run -> {
            GroupResult accounts = run.groups().get(group);
            return accounts == null ? OptionalDouble.empty() : accounts.number(path);
        };
    }

    private static OptionalDouble notAcknowledged(RunResult run) {
        OptionalDouble failed = run.number("produced", "failed");
        OptionalDouble indeterminate = run.number("produced", "indeterminate");
        return failed.isPresent() && indeterminate.isPresent()
                ? OptionalDouble.of(failed.getAsDouble() + indeterminate.getAsDouble())
                : OptionalDouble.empty();
    }

    private static ObjectNode row(Metric metric, Iterable<List<RunResult>> variants) {
        List<Optional<Spread>> spreads = new ArrayList<>();
        for (List<RunResult> trials : variants) {
            spreads.add(Spread.of(trials.stream()
                    .map(metric.value())
                    .filter(OptionalDouble::isPresent)
                    .map(OptionalDouble::getAsDouble)
                    .toList()));
        }
        boolean nothing = spreads.stream().allMatch(Optional::isEmpty);
        boolean zero = spreads.stream()
                .allMatch(spread -> spread.map(s -> s.max() == 0).orElse(true));
        if (nothing || metric.quiet() && zero) {
            return null;
        }
        ObjectNode row = JSON.objectNode().put("label", metric.label()).put("unit", metric.unit());
        ArrayNode values = row.putArray("values");
        spreads.forEach(spread ->
                spread.ifPresentOrElse(s -> values.add(value(s, spreads.get(0).orElse(null))), values::addNull));
        return row;
    }

    private static ObjectNode value(Spread spread, Spread first) {
        ObjectNode value = JSON.objectNode();
        value.put("median", spread.median()).put("min", spread.min()).put("max", spread.max());
        ArrayNode trials = value.putArray("trials");
        for (double trial : spread.values()) {
            trials.add(trial);
        }
        if (first == null || !first.isKnown() || !spread.isKnown()) {
            value.putNull("differs");
        } else {
            value.put("differs", spread.differsFrom(first));
        }
        return value;
    }
}
