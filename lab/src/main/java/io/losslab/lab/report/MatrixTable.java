package io.losslab.lab.report;

import io.losslab.lab.text.Style;
import io.losslab.lab.text.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * An {@link OutcomeMatrix} in the terminal: a column for each value of what is varied first, such as the fault, a row for
 * each combination of the rest, and in the cell how many records were lost and which promises that was measured by.
 */
final class MatrixTable {
    private static final String ACKNOWLEDGED = "Acknowledged, then lost";
    private static final String ANY = "Lost";

    private final OutcomeMatrix matrix;
    private final List<String> promises = new ArrayList<>();

    MatrixTable(OutcomeMatrix matrix) {
        this.matrix = matrix;
    }

    /** The table, and below it what its cells say and the promises by their letter. */
    String render(Style style, int width) {
        List<String> columns = matrix.rows().values();
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (MatrixCell cell : matrix.cells()) {
            rows.computeIfAbsent(row(cell), r -> new LinkedHashMap<>())
                    .put(cell.values().get(0), text(cell));
        }
        String caption = matrix.cells().stream().allMatch(MatrixCell::onlyAcknowledged) ? ACKNOWLEDGED : ANY;
        int labels = rows.keySet().stream().mapToInt(String::length).max().orElse(0) + 1;
        TextTable table = new TextTable(width, Math.max(labels, caption.length()), caption);
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
        if (matrix.trials() > 1) {
            out.append("  2/3: as many in the worst trial, and some in 2 of 3; BROKEN: in one at least\n");
        }
        return out.toString();
    }

    private String row(MatrixCell cell) {
        StringJoiner row = new StringJoiner(" ");
        for (int i = 0; i < matrix.columns().size(); i++) {
            row.add(matrix.columns().get(i).key() + "=" + cell.values().get(i + 1));
        }
        return row.toString();
    }

    private String text(MatrixCell cell) {
        String lost = cell.mostLost() == null ? Texts.NOT_MEASURED : Texts.count(cell.mostLost());
        if (cell.losing() > 0 && cell.runs().size() > 1) {
            lost += " " + cell.losing() + "/" + cell.runs().size();
        }
        List<String> words = new ArrayList<>();
        for (String says : cell.promises()) {
            if (!promises.contains(says)) {
                promises.add(says);
            }
            words.add(String.valueOf(letter(promises.indexOf(says))));
        }
        if (cell.state() == MatrixCell.State.BROKEN) {
            words.add("BROKEN");
        } else if (cell.state() == MatrixCell.State.INVALID) {
            words.add("no verdict");
        }
        return words.isEmpty() ? lost : lost + " (" + String.join(", ", words) + ")";
    }

    private static char letter(int number) {
        return (char) ('a' + number);
    }
}
