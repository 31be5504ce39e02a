package io.losslab.lab.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.report.TimelineCsv.RunTimeline;
import java.util.List;

/**
 * The samples of one run as the page draws them. Where there are too many, a slice of time is shown by two: the least and
 * the largest of each column in it, in the order in which they came. A spike stays as high as it was, however many
 * samples are left out.
 */
final class SampleEnvelope {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SampleEnvelope() {}

    /**
     * {@code samples}: how many there are; {@code at}: epoch ms; {@code columns}: by name; {@code sliceOf}: how many
     * samples two of the shown ones stand for, absent when all are shown.
     *
     * @param most samples to show, at least 2
     */
    static ObjectNode of(RunTimeline run, int most) {
        ObjectNode node = JSON.objectNode();
        node.put("samples", run.size());
        ArrayNode at = node.putArray("at");
        ObjectNode columns = node.putObject("columns");
        if (run.size() <= most) {
            run.at().forEach(instant -> at.add(instant.toEpochMilli()));
            run.columns().forEach((name, values) -> {
                ArrayNode column = columns.putArray(name);
                values.forEach(value -> addShort(column, value));
            });
            return node;
        }
        int slice = (int) Math.ceil(2.0 * run.size() / most);
        node.put("sliceOf", slice);
        for (int from = 0; from < run.size(); from += slice) {
            int to = Math.min(run.size(), from + slice) - 1;
            at.add(run.at().get(from).toEpochMilli()).add(run.at().get(to).toEpochMilli());
        }
        run.columns().forEach((name, values) -> {
            ArrayNode column = columns.putArray(name);
            for (int from = 0; from < run.size(); from += slice) {
                addExtremes(column, values.subList(from, Math.min(run.size(), from + slice)));
            }
        });
        return node;
    }

    private static void addExtremes(ArrayNode column, List<Double> slice) {
        int least = -1;
        int largest = -1;
        for (int i = 0; i < slice.size(); i++) {
            Double value = slice.get(i);
            if (value != null) {
                least = least < 0 || value < slice.get(least) ? i : least;
                largest = largest < 0 || value >= slice.get(largest) ? i : largest;
            }
        }
        addShort(column, least < 0 ? null : slice.get(Math.min(least, largest)));
        addShort(column, least < 0 ? null : slice.get(Math.max(least, largest)));
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
