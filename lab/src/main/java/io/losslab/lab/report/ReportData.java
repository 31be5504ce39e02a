package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.report.TimelineCsv.RunTimeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the page of the report draws from: the result, with long lists shortened to what is shown, and one timeline per
 * run. Whatever is left out is counted, and the page says so.
 */
final class ReportData {
    static final int LOST_RANGES_SHOWN = 200;

    /** About a megabyte of text; an hour-long run of one variant is shown whole. */
    private static final int MOST_NUMBERS = 160_000;

    private static final int MOST_LOSS_MARKS = 500;
    private static final long FINEST_LOSS_MARK_MS = 250;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ReportData() {}

    static ObjectNode of(JsonNode result, TimelineCsv timeline, List<String> notes) {
        ObjectNode data = JSON.objectNode();
        data.put("headline", Headline.of(result));
        data.put("safetyCost", SafetyCost.of(result).orElse(null));
        ArrayNode noteList = data.putArray("notes");
        notes.forEach(noteList::add);
        ArrayNode outcomes = data.putArray("outcomes");
        for (OutcomeText outcome : OutcomeText.values()) {
            outcomes.addObject()
                    .put("code", outcome.code())
                    .put("label", outcome.label())
                    .put("kind", outcome.kind().name());
        }
        JsonNode shown = result.deepCopy();
        shown.path("runs").forEach(run -> shortenLostRanges(run, LOST_RANGES_SHOWN));
        shortenLostRanges(shown.path("comparison").path("run"), 0);
        data.set("result", shown);
        data.set("timelines", timelines(result, timeline));
        return data;
    }

    private static void shortenLostRanges(JsonNode run, int shown) {
        for (JsonNode group : run.path("groups")) {
            if (!(group instanceof ObjectNode account)
                    || !account.path("lostRanges").isArray()) {
                continue;
            }
            JsonNode all = account.path("lostRanges");
            ArrayNode first = JSON.arrayNode();
            for (int i = 0; i < Math.min(shown, all.size()); i++) {
                first.add(all.get(i));
            }
            account.set("lossMarks", shown > 0 ? lossMarks(all) : JSON.arrayNode());
            account.put(
                    "lostRangesTotal",
                    all.size() + account.path("lostRangesOmitted").asLong(0));
            account.set("lostRanges", first);
        }
    }

    /**
     * When losses happened, as {@code [epoch ms, records, partition, first offset, last offset]}, near ones joined. What
     * was lost before it had an offset has -1 there.
     */
    private static ArrayNode lossMarks(JsonNode ranges) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (JsonNode range : ranges) {
            Optional<Instant> at = RunResult.instant(range.path("at"));
            if (at.isPresent()) {
                from = Math.min(from, at.get().toEpochMilli());
                to = Math.max(to, at.get().toEpochMilli());
            }
        }
        ArrayNode marks = JSON.arrayNode();
        if (from > to) {
            return marks;
        }
        long width = Math.max(FINEST_LOSS_MARK_MS, (to - from) / MOST_LOSS_MARKS + 1);
        Map<List<Long>, long[]> joined = new TreeMap<>((a, b) -> {
            int byTime = a.get(0).compareTo(b.get(0));
            return byTime != 0 ? byTime : a.get(1).compareTo(b.get(1));
        });
        for (JsonNode range : ranges) {
            Optional<Instant> at = RunResult.instant(range.path("at"));
            if (at.isEmpty()) {
                continue;
            }
            long ms = at.get().toEpochMilli();
            long partition = range.path("partition").asLong();
            long first = range.path("firstOffset").asLong(-1);
            long last = range.path("lastOffset").asLong(-1);
            boolean hasOffsets = first >= 0 && last >= first;
            long[] mark = joined.computeIfAbsent(
                    List.of((ms - from) / width, partition), key -> new long[] {ms, 0, partition, first, last});
            mark[1] += range.path("count").asLong(hasOffsets ? last - first + 1 : 0);
            if (hasOffsets) {
                mark[3] = mark[3] < 0 ? first : Math.min(mark[3], first);
                mark[4] = Math.max(mark[4], last);
            }
        }
        for (long[] mark : joined.values()) {
            ArrayNode numbers = marks.addArray();
            for (long number : mark) {
                numbers.add(number);
            }
        }
        return marks;
    }

    /** In the order of the runs; null where the timeline has no sample of a run. */
    private static ArrayNode timelines(JsonNode result, TimelineCsv timeline) {
        List<RunTimeline> found = new ArrayList<>();
        result.path("runs").forEach(run -> found.add(timelineOf(run, timeline)));
        long numbers = found.stream()
                .filter(Objects::nonNull)
                .mapToLong(run -> (long) run.size() * (run.columns().size() + 1))
                .sum();
        int every = (int) Math.max(1, (numbers + MOST_NUMBERS - 1) / MOST_NUMBERS);
        ArrayNode timelines = JSON.arrayNode();
        found.forEach(run -> timelines.add(run == null ? JSON.nullNode() : samples(run, every)));
        return timelines;
    }

    private static RunTimeline timelineOf(JsonNode run, TimelineCsv timeline) {
        String runId = run.path("runId").asText("");
        for (RunTimeline samples : timeline.runs()) {
            if (!runId.isEmpty() && samples.runId().equals(runId)) {
                return samples;
            }
        }
        for (RunTimeline samples : timeline.runs()) {
            if (samples.runId().isEmpty()
                    && samples.variant().equals(run.path("variant").asText(""))
                    && samples.trial().equals(run.path("trial").asText(""))) {
                return samples;
            }
        }
        return null;
    }

    private static ObjectNode samples(RunTimeline run, int every) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            if (i % every == 0 || i == run.size() - 1 || isTurningPoint(run, i)) {
                kept.add(i);
            }
        }
        ObjectNode samples = JSON.objectNode();
        samples.put("samples", run.size());
        samples.put("shown", kept.size());
        ArrayNode at = samples.putArray("at");
        kept.forEach(i -> at.add(run.at().get(i).toEpochMilli()));
        ObjectNode columns = samples.putObject("columns");
        run.columns().forEach((name, values) -> {
            ArrayNode column = columns.putArray(name);
            kept.forEach(i -> addShort(column, values.get(i)));
        });
        return samples;
    }

    /** Where the phase changes or records are lost: kept however many samples there are. */
    private static boolean isTurningPoint(RunTimeline run, int i) {
        if (!run.phase().get(i).equals(run.phase().get(i - 1))) {
            return true;
        }
        return run.columns().entrySet().stream()
                .filter(column -> column.getKey().endsWith(":lost"))
                .anyMatch(column -> !Objects.equals(
                        column.getValue().get(i), column.getValue().get(i - 1)));
    }

    private static void addShort(ArrayNode column, Double value) {
        if (value == null) {
            column.addNull();
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            column.add(value.longValue());
        } else {
            column.add(Math.round(value * 1000) / 1000.0);
        }
    }
}
