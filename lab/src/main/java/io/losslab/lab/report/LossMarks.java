package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.contract.result.GroupEntry;
import io.losslab.contract.result.RangeEntry;
import io.losslab.contract.result.ResultReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** When and where records were lost, in few enough pieces to be drawn; near ones are joined, none is dropped. */
final class LossMarks {
    private static final long FINEST_MS = 250;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private LossMarks() {}

    /**
     * Of lost ranges, as {@code [epoch ms, records, partition, first offset, last offset]}. What was lost before it had
     * an offset has -1 there.
     *
     * @param most marks of a partition, about
     */
    static ArrayNode ofRanges(JsonNode ranges, int most) {
        ArrayNode marks = JSON.arrayNode();
        long[] span = span(ranges);
        if (span[0] > span[1]) {
            return marks;
        }
        long width = Math.max(FINEST_MS, (span[1] - span[0]) / most + 1);
        Map<List<Long>, long[]> joined = new TreeMap<>(
                Comparator.<List<Long>, Long>comparing(key -> key.get(0)).thenComparing(key -> key.get(1)));
        for (RangeEntry range : ResultReader.list(ranges, RangeEntry.class)) {
            Optional<Instant> at = RunResult.instant(range.at());
            if (at.isEmpty()) {
                continue;
            }
            long ms = at.get().toEpochMilli();
            long partition = RunResult.known(range.partition()).orElse(0);
            long first = RunResult.known(range.firstOffset()).orElse(-1);
            long last = RunResult.known(range.lastOffset()).orElse(-1);
            boolean hasOffsets = first >= 0 && last >= first;
            long[] mark = joined.computeIfAbsent(
                    List.of((ms - span[0]) / width, partition), key -> new long[] {ms, 0, partition, first, last});
            mark[1] += RunResult.known(range.count()).orElse(hasOffsets ? last - first + 1 : 0);
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

    /**
     * Of {@code lossTimes}: by cause, {@code [epoch ms, records]} in order.
     *
     * @param most moments of a cause, about
     */
    static ObjectNode ofTimes(JsonNode times, int most) {
        Map<String, TreeMap<Long, Long>> byCause = new TreeMap<>();
        long[] span = span(times);
        long width = Math.max(FINEST_MS, (span[1] - span[0]) / Math.max(1, most) + 1);
        for (GroupEntry.LossTime time : ResultReader.list(times, GroupEntry.LossTime.class)) {
            RunResult.instant(time.at()).ifPresent(at -> byCause.computeIfAbsent(
                            Texts.plain(String.valueOf(time.cause())), cause -> new TreeMap<>())
                    .merge(
                            span[0] + (at.toEpochMilli() - span[0]) / width * width,
                            RunResult.known(time.count()).orElse(0),
                            Long::sum));
        }
        ObjectNode causes = JSON.objectNode();
        byCause.forEach((cause, moments) -> {
            ArrayNode nodes = causes.putArray(cause);
            moments.forEach((ms, count) -> nodes.addArray().add(ms).add(count));
        });
        return causes;
    }

    private static long[] span(JsonNode nodes) {
        long[] span = {Long.MAX_VALUE, Long.MIN_VALUE};
        for (JsonNode node : nodes) {
            RunResult.instant(node.path("at").textValue()).ifPresent(at -> {
                span[0] = Math.min(span[0], at.toEpochMilli());
                span[1] = Math.max(span[1], at.toEpochMilli());
            });
        }
        return span;
    }
}
