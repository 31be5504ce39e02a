package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.text.Style;
import io.losslab.lab.text.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The {@code matrix} of a result in the terminal: a column for each value of what is varied first, such as the fault, a
 * row for each combination of the rest, and in the cell how many acknowledged records were lost and which promise it was
 * measured by.
 */
final class MatrixTable {
    private static final String CAPTION = "Acknowledged, then lost";

    private final JsonNode matrix;
    private final List<String> promises = new ArrayList<>();

    MatrixTable(JsonNode matrix) {
        this.matrix = matrix;
    }

    /** The table, and below it the promises by their letter. */
    String render(Style style, int width) {
        String columnKey = matrix.path("keys").path(0).asText();
        List<String> columns = new ArrayList<>();
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (JsonNode cell : matrix.path("cells")) {
            String column = Texts.plain(cell.path("varied").path(columnKey).asText());
            if (!columns.contains(column)) {
                columns.add(column);
            }
            rows.computeIfAbsent(row(cell, columnKey), r -> new LinkedHashMap<>())
                    .put(column, text(cell));
        }
        int labels = rows.keySet().stream().mapToInt(String::length).max().orElse(0) + 1;
        TextTable table = new TextTable(width, Math.max(labels, CAPTION.length()), CAPTION);
        table.columns(columns);
        rows.forEach((label, cells) -> table.row(
                label, columns.stream().map(c -> cells.getOrDefault(c, "")).toList()));
        StringBuilder out = new StringBuilder(table.render(style));
        out.append('\n');
        for (int i = 0; i < promises.size(); i++) {
            out.append("  ")
                    .append(letter(i))
                    .append(") ")
                    .append(promises.get(i))
                    .append('\n');
        }
        return out.toString();
    }

    private static String row(JsonNode cell, String columnKey) {
        StringJoiner row = new StringJoiner(" ");
        cell.path("varied").fields().forEachRemaining(e -> {
            if (!e.getKey().equals(columnKey)) {
                row.add(Texts.plain(e.getKey() + "=" + e.getValue().asText()));
            }
        });
        return row.toString();
    }

    private String text(JsonNode cell) {
        String lost = Texts.count(cell.path("ackedLost").asLong());
        String says = Texts.plain(cell.path("says").asText(""));
        if (says.isEmpty() || cell.path("says").isNull()) {
            return lost;
        }
        if (!promises.contains(says)) {
            promises.add(says);
        }
        return lost + " (" + letter(promises.indexOf(says)) + (cell.path("held").asBoolean() ? ")" : ", BROKEN)");
    }

    private static char letter(int number) {
        return (char) ('a' + number);
    }
}
