package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.result.GroupEntry;
import io.losslab.contract.result.Percentiles;
import io.losslab.contract.result.ResultReader;
import io.losslab.contract.result.RunEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** One element of {@code runs} in {@code result.json}. A field that is missing, or not of its type, is unknown. */
record RunResult(JsonNode json, RunEntry entry, boolean onlyTrial) {
    /** What the only variant of an experiment that varies nothing is called. */
    private static final String NOTHING_VARIED = "default";

    static List<RunResult> allOf(JsonNode result) {
        List<RunResult> runs = new ArrayList<>();
        boolean onlyTrials = true;
        for (JsonNode run : result.path("runs")) {
            onlyTrials &= run.path("trial").asInt(1) == 1;
        }
        for (JsonNode run : result.path("runs")) {
            runs.add(of(run, onlyTrials));
        }
        return runs;
    }

    /** What the run is compared with; of another experiment, told apart by {@code comparison.experiment}. */
    static Optional<RunResult> comparedWith(JsonNode result) {
        JsonNode run = result.path("comparison").path("run");
        return run.isObject() ? Optional.of(of(run, true)) : Optional.empty();
    }

    private static RunResult of(JsonNode run, boolean onlyTrial) {
        RunEntry entry = ResultReader.read(run, RunEntry.class);
        return new RunResult(run, entry == null ? RunEntry.NOTHING : entry, onlyTrial);
    }

    /** As people call it: {@code acks=1, trial 2}; empty when there is nothing to tell apart. */
    String name() {
        String variant = variant();
        OptionalLong trial = trial();
        if (trial.isEmpty() || onlyTrial) {
            return variant;
        }
        String trialName = "trial " + trial.getAsLong();
        return variant.isEmpty() ? trialName : variant + ", " + trialName;
    }

    /** Empty when nothing is varied. */
    String variant() {
        String variant = Texts.plain(Objects.requireNonNullElse(entry.variant(), ""));
        return variant.equals(NOTHING_VARIED) ? "" : variant;
    }

    Map<String, GroupResult> groups() {
        Map<String, GroupResult> groups = new LinkedHashMap<>();
        orEmpty(entry.groups()).forEach((name, group) -> {
            String plain = Texts.plain(name);
            groups.put(plain, new GroupResult(plain, group == null ? GroupEntry.NOTHING : group));
        });
        return groups;
    }

    OptionalLong trial() {
        return known(entry.trial());
    }

    /** By short name of what is varied. */
    Map<String, String> varied() {
        return orEmpty(entry.varied());
    }

    RunEntry.Produced produced() {
        return Objects.requireNonNullElse(entry.produced(), RunEntry.Produced.UNKNOWN);
    }

    OptionalLong intended() {
        return known(produced().intended());
    }

    OptionalLong acked() {
        return known(produced().acked());
    }

    OptionalLong failed() {
        return known(produced().failed());
    }

    OptionalLong indeterminate() {
        return known(produced().indeterminate());
    }

    OptionalDouble achievedTps() {
        return entry.load() == null
                ? OptionalDouble.empty()
                : known(entry.load().achievedTps());
    }

    OptionalDouble targetTps() {
        return entry.load() == null || entry.load().targetTps() == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(entry.load().targetTps());
    }

    OptionalDouble sendLatency(Function<Percentiles, Double> point) {
        return entry.load() == null
                ? OptionalDouble.empty()
                : known(entry.load().sendLatencyMs(), point);
    }

    RunEntry.Disk disk() {
        return Objects.requireNonNullElse(entry.disk(), RunEntry.Disk.UNKNOWN);
    }

    /** The moment the load began; every "seconds after" of a report counts from here. */
    Optional<Instant> loadStart() {
        for (RunEntry.Phase phase : orEmpty(entry.phases())) {
            if (phase != null && "load".equals(phase.name())) {
                return instant(phase.from());
            }
        }
        return Optional.empty();
    }

    Optional<Duration> sinceLoadStart(Instant at) {
        return loadStart().map(start -> Duration.between(start, at));
    }

    /** Whether no record was acknowledged, and none seen in the log. */
    boolean storedNothing() {
        return intended().orElse(0) > 0
                && acked().orElse(-1) == 0
                && known(produced().witnessed()).orElse(-1) == 0;
    }

    /** Why sends failed, by the producer's own words. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        Map<String, Long> counts = entry.load() == null ? null : entry.load().failures();
        orEmpty(counts)
                .keySet()
                .forEach(name -> failures.add(Texts.plain(name)
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

    static OptionalLong known(Number value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value.longValue());
    }

    static OptionalDouble known(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    static OptionalDouble known(Percentiles latency, Function<Percentiles, Double> point) {
        return latency == null ? OptionalDouble.empty() : known(point.apply(latency));
    }

    static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }

    static <V> Map<String, V> orEmpty(Map<String, V> map) {
        return map == null ? Map.of() : map;
    }

    static Optional<Instant> instant(String iso) {
        try {
            return iso == null ? Optional.empty() : Optional.of(Instant.parse(iso));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
