package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.contract.Outcome;
import io.losslab.contract.OutcomeCatalogue;
import io.losslab.lab.report.TimelineCsv.RunTimeline;
import java.util.List;
import java.util.Objects;

/**
 * What the page of the report draws from: the result, with long lists shortened to what is shown, and one timeline per
 * run. Whatever is left out is counted, and the page says so.
 */
final class ReportData {
    static final int LOST_RANGES_SHOWN = 200;

    /** Over all runs together; about two thirds of a megabyte of text. An hour-long run is then shown by the second. */
    private static final int MOST_NUMBERS = 120_000;

    private static final int FEWEST_SAMPLES = 40;
    private static final int MOST_PARTITIONS_DRAWN = 12;
    private static final int MOST_CHANGES_OF_LEADERS = 6_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReportData() {}

    /**
     * @param share how much of what has no end is shown, 1 for all that a page of one run has room for
     */
    static ObjectNode of(JsonNode result, TimelineCsv timeline, List<String> notes, double share) {
        List<RunResult> runs = RunResult.allOf(result);
        ObjectNode data = JSON.objectNode();
        data.put("headline", Headline.of(result));
        data.put("safetyCost", SafetyCost.of(result).orElse(null));
        ArrayNode noteList = data.putArray("notes");
        notes.forEach(noteList::add);
        ArrayNode outcomes = data.putArray("outcomes");
        for (Outcome outcome : OutcomeCatalogue.balance()) {
            outcomes.addObject()
                    .put("code", outcome.code())
                    .put("label", outcome.label())
                    .put("kind", outcome.kind().name());
        }
        data.set("result", ShortenedResult.of(result, share));
        data.set("variants", VariantComparison.of(runs));
        data.set(
                "matrix",
                OutcomeMatrix.of(result, runs)
                        .map(MAPPER::<JsonNode>valueToTree)
                        .orElse(null));
        List<RunTimeline> found =
                runs.stream().map(run -> timelineOf(run.json(), timeline)).toList();
        data.set("timelines", timelines(found, share));
        ArrayNode replication = data.putArray("replication");
        int mostChanges = (int) (share * MOST_CHANGES_OF_LEADERS / Math.max(1, runs.size()));
        found.forEach(run -> replication.add(
                run == null ? null : PartitionStates.of(run, MOST_PARTITIONS_DRAWN, Math.max(24, mostChanges))));
        return data;
    }

    /** In the order of the runs; null where the timeline has no sample of a run. */
    private static ArrayNode timelines(List<RunTimeline> found, double share) {
        List<RunTimeline> known = found.stream().filter(Objects::nonNull).toList();
        long columns =
                known.stream().mapToLong(run -> run.columns().size() + 1L).max().orElse(1);
        long samples = (long) (share * MOST_NUMBERS / columns / Math.max(1, known.size()));
        int most = (int) Math.max(FEWEST_SAMPLES, samples);
        ArrayNode timelines = JSON.arrayNode();
        found.forEach(run -> timelines.add(run == null ? JSON.nullNode() : SampleEnvelope.of(run, most)));
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
}
