package io.losslab.lab.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.contract.result.Percentiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The variants of an experiment beside each other: the median of their trials, and how far these are apart. */
final class VariantComparison {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, Function<Percentiles, Double>> PERCENTILES = new LinkedHashMap<>();

    static {
        PERCENTILES.put("p50", Percentiles::p50);
        PERCENTILES.put("p99", Percentiles::p99);
        PERCENTILES.put("p99.9", Percentiles::p999);
    }

    /** Something measured of a run. */
    private record Metric(String label, String unit, Rank rank, Function<RunResult, OptionalDouble> value) {}

    private enum Rank {
        MAJOR,
        /** Left out unless some run has more than zero of it. */
        QUIET,
        /** On the page only. */
        MINOR
    }

    private VariantComparison() {}

    /**
     * {@code variants}: their names, numbers of trials, and the place of the one that each is held {@code against}: the
     * first that differs from it in nothing but what is varied last; their {@code block} is all but that, empty where
     * nothing else is varied, and {@code within} their name in it; {@code against}: what these have in common, such as
     * {@code acks=0}; {@code metrics}: each with {@code minor} and {@code values} by variant, null where nothing was measured, else
     * {@code median, min, max, trials} and {@code differs} from the other variant, null where one trial says nothing
     * about that.
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
        List<Map<String, String>> varied =
                variants.values().stream().map(trials -> varied(trials.get(0))).toList();
        int[] against = against(varied);
        variants.forEach((name, trials) -> {
            int place = names.size();
            Map<String, String> values = varied.get(place);
            boolean several = values.size() > 1;
            names.addObject()
                    .put("name", name)
                    .put("trials", trials.size())
                    .put("against", against[place])
                    .put("block", several ? text(rest(values)) : "")
                    .put("within", several ? baseline(values).orElse(name) : name);
        });
        node.put("against", baseline(varied.get(0)).orElse("the first"));
        ArrayNode metrics = node.putArray("metrics");
        metrics(runs).stream()
                .map(metric -> row(metric, variants.values(), against))
                .filter(Objects::nonNull)
                .forEach(metrics::add);
        return node;
    }

    /** In the order of the file, which is the order of the result. */
    private static Map<String, String> varied(RunResult run) {
        Map<String, String> values = new LinkedHashMap<>();
        run.varied().forEach((key, value) -> values.put(key, String.valueOf(value)));
        return values;
    }

    private static int[] against(List<Map<String, String>> varied) {
        int[] against = new int[varied.size()];
        for (int i = 0; i < against.length; i++) {
            int first = 0;
            while (!rest(varied.get(first)).equals(rest(varied.get(i)))) {
                first++;
            }
            against[i] = first;
        }
        return against;
    }

    private static String text(Map<String, String> varied) {
        return varied.entrySet().stream()
                .map(one -> Texts.plain(one.getKey() + "=" + one.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** All but what is varied last. */
    private static Map<String, String> rest(Map<String, String> varied) {
        Map<String, String> rest = new LinkedHashMap<>(varied);
        last(varied).ifPresent(last -> rest.remove(last.getKey()));
        return rest;
    }

    private static Optional<String> baseline(Map<String, String> first) {
        return last(first).map(last -> Texts.plain(last.getKey() + "=" + last.getValue()));
    }

    private static Optional<Map.Entry<String, String>> last(Map<String, String> varied) {
        return varied.entrySet().stream().reduce((one, next) -> next);
    }

    private static List<Metric> metrics(List<RunResult> runs) {
        Set<String> groups = new LinkedHashSet<>();
        runs.forEach(run -> groups.addAll(run.groups().keySet()));
        List<Metric> metrics = new ArrayList<>();
        groups.forEach(group -> metrics.add(
                new Metric("lost to " + group, "records", Rank.MAJOR, inGroup(group, one -> count(one.lost())))));
        metrics.add(new Metric("not acknowledged", "records", Rank.QUIET, VariantComparison::notAcknowledged));
        groups.forEach(group -> metrics.add(new Metric(
                "duplicates, " + group, "records", Rank.QUIET, inGroup(group, one -> count(one.duplicates())))));
        metrics.add(new Metric("achieved rate", "rate", Rank.MAJOR, RunResult::achievedTps));
        PERCENTILES.forEach((name, point) ->
                metrics.add(new Metric("send latency " + name, "ms", Rank.MAJOR, run -> run.sendLatency(point))));
        metrics.add(new Metric("send latency, worst", "ms", Rank.MAJOR, run -> run.sendLatency(Percentiles::max)));
        groups.forEach(group -> metrics.add(new Metric(
                "end-to-end p99, " + group,
                "ms",
                Rank.MINOR,
                inGroup(group, one -> one.endToEndLatency(Percentiles::p99)))));
        metrics.add(new Metric(
                "log at most",
                "bytes",
                Rank.MINOR,
                run -> count(RunResult.known(run.disk().maxLogBytes()))));
        return metrics;
    }

    private static Function<RunResult, OptionalDouble> inGroup(
            String group, Function<GroupResult, OptionalDouble> value) {
        return run -> {
            GroupResult accounts = run.groups().get(group);
            return accounts == null ? OptionalDouble.empty() : value.apply(accounts);
        };
    }

    private static OptionalDouble notAcknowledged(RunResult run) {
        OptionalLong failed = run.failed();
        OptionalLong indeterminate = run.indeterminate();
        return failed.isPresent() && indeterminate.isPresent()
                ? OptionalDouble.of(failed.getAsLong() + indeterminate.getAsLong())
                : OptionalDouble.empty();
    }

    private static OptionalDouble count(OptionalLong value) {
        return value.isPresent() ? OptionalDouble.of(value.getAsLong()) : OptionalDouble.empty();
    }

    private static ObjectNode row(Metric metric, Iterable<List<RunResult>> variants, int[] against) {
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
        if (nothing || metric.rank() == Rank.QUIET && zero) {
            return null;
        }
        ObjectNode row = JSON.objectNode().put("label", metric.label()).put("unit", metric.unit());
        row.put("minor", metric.rank() == Rank.MINOR);
        ArrayNode values = row.putArray("values");
        for (int i = 0; i < against.length; i++) {
            Spread other = spreads.get(against[i]).orElse(null);
            spreads.get(i).ifPresentOrElse(spread -> values.add(value(spread, other)), values::addNull);
        }
        return row;
    }

    private static ObjectNode value(Spread spread, Spread other) {
        ObjectNode value = JSON.objectNode();
        value.put("median", spread.median()).put("min", spread.min()).put("max", spread.max());
        ArrayNode trials = value.putArray("trials");
        for (double trial : spread.values()) {
            trials.add(trial);
        }
        if (other == null || !other.isKnown() || !spread.isKnown()) {
            value.putNull("differs");
        } else {
            value.put("differs", spread.differsFrom(other));
        }
        return value;
    }
}
