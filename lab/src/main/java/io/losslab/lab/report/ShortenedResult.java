package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The result as the page has it: every number, and of each list that may be long its beginning. A shortened list {@code
 * x} has {@code xTotal} beside it.
 */
final class ShortenedResult {
    private static final int MOST_MARKS = 500;
    private static final int FEWEST = 5;
    /** Of all runs together. */
    private static final int MOST_RANGES = 3_000;

    private static final int MOST_ALL_MARKS = 8_000;
    private static final int MOST_ROWS = 2_000;

    private static final List<String> RANGE_FIELDS =
            List.of("partition", "firstOffset", "lastOffset", "count", "cause", "at", "detail");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final double share;
    private final int groups;
    private final int runs;

    private ShortenedResult(double share, JsonNode result) {
        this.share = share;
        runs = Math.max(1, result.path("runs").size());
        int count = 0;
        for (JsonNode run : result.path("runs")) {
            count += run.path("groups").size();
        }
        groups = Math.max(1, count);
    }

    static JsonNode of(JsonNode result, double share) {
        JsonNode shown = result.deepCopy();
        ShortenedResult shortened = new ShortenedResult(share, result);
        shown.path("runs").forEach(shortened::shorten);
        JsonNode compared = shown.path("comparison").path("run");
        shortened.shorten(compared);
        compared.path("groups").forEach(group -> {
            if (group instanceof ObjectNode account) {
                account.remove(List.of("lostRanges", "lossMarks", "lossTimes"));
            }
        });
        return shown;
    }

    private void shorten(JsonNode run) {
        for (JsonNode group : run.path("groups")) {
            if (group instanceof ObjectNode account) {
                shortenLosses(account);
            }
        }
        if (run instanceof ObjectNode one) {
            Replicas.of(one.path("dumpedLogs")).ifPresent(replicas -> one.put("replicas", replicas));
            one.remove("dumpedLogs");
            for (String list : List.of("evidence", "partitions", "faults")) {
                shortenList(one, list, most(MOST_ROWS, runs, 300));
            }
        }
    }

    private void shortenLosses(ObjectNode account) {
        account.set("lossTimes", LossMarks.ofTimes(account.path("lossTimes"), most(MOST_ALL_MARKS, groups, 240)));
        JsonNode all = account.path("lostRanges");
        if (!all.isArray()) {
            return;
        }
        account.set("lossMarks", LossMarks.ofRanges(all, most(MOST_ALL_MARKS, groups, MOST_MARKS)));
        account.put(
                "lostRangesTotal",
                all.size() + account.path("lostRangesOmitted").asLong(0));
        ArrayNode first = JSON.arrayNode();
        int most = most(MOST_RANGES, groups, ReportData.LOST_RANGES_SHOWN);
        for (int i = 0; i < Math.min(most, all.size()); i++) {
            ObjectNode range = first.addObject();
            for (String field : RANGE_FIELDS) {
                if (all.get(i).has(field)) {
                    range.set(field, all.get(i).get(field));
                }
            }
        }
        account.set("lostRanges", first);
    }

    private static void shortenList(ObjectNode run, String field, int most) {
        if (run.path(field) instanceof ArrayNode all && all.size() > most) {
            run.put(field + "Total", all.size());
            ArrayNode first = run.putArray(field);
            for (int i = 0; i < most; i++) {
                first.add(all.get(i));
            }
        }
    }

    private int most(int ofAll, int sharers, int ofOne) {
        return (int) Math.max(FEWEST, share * Math.min(ofOne, ofAll / sharers));
    }
}
