package io.losslab.lab.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.CsvLine;
import io.losslab.lab.check.LostRange;
import io.losslab.lab.story.LostRecords;
import io.losslab.ledger.identity.EpochClock;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Prints lost ranges, or each of their records, as they come. A table takes the widths of its columns from the first
 * lines; nothing else is held.
 */
final class LossList {
    enum Layout {
        TABLE,
        CSV,
        JSON
    }

    private static final int LINES_MEASURED = 1_000;
    private static final String GAP = "  ";
    private static final List<String> RANGE_COLUMNS = List.of(
            "run",
            "variant",
            "group",
            "partition",
            "offsets",
            "sequences",
            "count",
            "cause",
            "when",
            "producer",
            "detail");
    private static final List<String> RANGE_CSV = List.of(
            "run",
            "variant",
            "trial",
            "group",
            "partition",
            "firstOffset",
            "lastOffset",
            "producer",
            "firstSequence",
            "lastSequence",
            "count",
            "cause",
            "detail",
            "at");
    private static final List<String> RECORD_COLUMNS =
            List.of("id", "key", "group", "partition", "offset", "cause", "at", "evidence");
    private static final Set<String> NUMBERS = Set.of("partition", "offsets", "sequences", "count", "offset");

    private final Layout layout;
    private final boolean records;
    private final long limit;
    private final PrintWriter out;
    private final BooleanSupplier closed;
    private final List<List<String>> measured = new ArrayList<>();
    private int[] widths;
    private boolean begun;
    private long lines;
    private long ranges;
    private long total;
    private boolean cut;

    LossList(Layout layout, boolean records, long limit, PrintWriter out, BooleanSupplier closed) {
        this.layout = layout;
        this.records = records;
        this.limit = limit;
        this.out = out;
        this.closed = closed;
    }

    /** Returns whether more can be taken: not so when nobody reads any more. */
    boolean add(LostRecords.Lost lost) {
        ranges++;
        total += lost.range().count();
        if (!records) {
            print(lost, -1);
        }
        for (long i = 0; records && i < lost.range().count(); i++) {
            if (lines == limit) {
                cut = true;
                break;
            }
            print(lost, i);
            if (isUnread()) {
                return false;
            }
        }
        return !isUnread();
    }

    private boolean isUnread() {
        if (lines % LINES_MEASURED != 0) {
            return false;
        }
        out.flush();
        return closed.getAsBoolean();
    }

    private void print(LostRecords.Lost lost, long record) {
        if (lines == limit) {
            cut = true;
            return;
        }
        lines++;
        switch (layout) {
            case JSON -> out.println(records ? recordJson(lost, record) : rangeJson(lost));
            case CSV -> {
                if (!begun) {
                    csv(records ? RECORD_COLUMNS : RANGE_CSV);
                    begun = true;
                }
                csv(records ? recordCells(lost, record) : rangeCsv(lost));
            }
            case TABLE -> table(records ? recordCells(lost, record) : rangeCells(lost));
        }
    }

    void end() {
        if (layout == Layout.CSV && !begun) {
            csv(records ? RECORD_COLUMNS : RANGE_CSV);
        }
        if (widths == null && !measured.isEmpty()) {
            flushMeasured();
        }
        out.flush();
    }

    boolean isEmpty() {
        return ranges == 0;
    }

    /** One line. */
    String total() {
        String text = String.format(
                Locale.ROOT,
                "%,d lost %s in %,d %s",
                total,
                total == 1 ? "record" : "records",
                ranges,
                ranges == 1 ? "range" : "ranges");
        return cut ? text + String.format(Locale.ROOT, "; the first %,d are shown", lines) : text;
    }

    private static List<String> rangeCells(LostRecords.Lost lost) {
        LostRange range = lost.range();
        return List.of(
                lost.run().runId(),
                lost.run().variant(),
                lost.group(),
                Integer.toString(range.partition()),
                range.firstOffset() < 0 ? "none" : span(range.firstOffset(), range.lastOffset()),
                span(range.firstSequence(), range.lastSequence()),
                Long.toString(range.count()),
                range.cause().code(),
                at(range),
                range.source().producer(),
                range.detail());
    }

    private static List<String> rangeCsv(LostRecords.Lost lost) {
        LostRange range = lost.range();
        return List.of(
                lost.run().runId(),
                lost.run().variant(),
                Integer.toString(lost.run().trial()),
                lost.group(),
                Integer.toString(range.partition()),
                Long.toString(range.firstOffset()),
                Long.toString(range.lastOffset()),
                range.source().producer(),
                Long.toString(range.firstSequence()),
                Long.toString(range.lastSequence()),
                Long.toString(range.count()),
                range.cause().code(),
                range.detail(),
                at(range));
    }

    private static List<String> recordCells(LostRecords.Lost lost, long i) {
        String key = lost.key(i);
        return List.of(
                lost.id(i),
                key == null ? "" : key,
                lost.group(),
                Integer.toString(lost.range().partition()),
                Long.toString(lost.offset(i)),
                lost.range().cause().code(),
                at(lost.range()),
                lost.evidence());
    }

    private static ObjectNode rangeJson(LostRecords.Lost lost) {
        LostRange range = lost.range();
        return JsonNodeFactory.instance
                .objectNode()
                .put("run", lost.run().runId())
                .put("variant", lost.run().variant())
                .put("trial", lost.run().trial())
                .put("group", lost.group())
                .put("partition", range.partition())
                .put("firstOffset", range.firstOffset())
                .put("lastOffset", range.lastOffset())
                .put("producer", range.source().producer())
                .put("firstSequence", range.firstSequence())
                .put("lastSequence", range.lastSequence())
                .put("count", range.count())
                .put("cause", range.cause().code())
                .put("detail", range.detail())
                .put("at", range.atMicros() < 0 ? null : at(range));
    }

    private static ObjectNode recordJson(LostRecords.Lost lost, long i) {
        LostRange range = lost.range();
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", lost.id(i))
                .put("key", lost.key(i))
                .put("variant", lost.run().variant())
                .put("trial", lost.run().trial())
                .put("group", lost.group())
                .put("partition", range.partition())
                .put("offset", lost.offset(i))
                .put("cause", range.cause().code())
                .put("detail", range.detail())
                .put("at", range.atMicros() < 0 ? null : at(range))
                .put("evidence", lost.evidence());
    }

    private static String at(LostRange range) {
        return range.atMicros() < 0 ? "" : EpochClock.instant(range.atMicros()).toString();
    }

    private static String span(long first, long last) {
        return first == last ? Long.toString(first) : first + ".." + last;
    }

    private void csv(List<String> cells) {
        out.print(CsvLine.of(cells));
    }

    private void table(List<String> cells) {
        if (widths != null) {
            line(cells);
            return;
        }
        measured.add(cells);
        if (measured.size() == LINES_MEASURED) {
            flushMeasured();
        }
    }

    private void flushMeasured() {
        List<String> columns = records ? RECORD_COLUMNS : RANGE_COLUMNS;
        widths = new int[columns.size()];
        measured.add(0, columns);
        for (List<String> row : measured) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        measured.forEach(this::line);
        measured.clear();
    }

    private void line(List<String> cells) {
        List<String> columns = records ? RECORD_COLUMNS : RANGE_COLUMNS;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            String pad = " ".repeat(Math.max(0, widths[i] - cell.length()));
            line.append(i == 0 ? "" : GAP).append(NUMBERS.contains(columns.get(i)) ? pad + cell : cell + pad);
        }
        out.println(line.toString().stripTrailing());
    }
}
