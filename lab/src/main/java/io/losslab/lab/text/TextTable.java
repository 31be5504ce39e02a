package io.losslab.lab.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with a column of labels and right-aligned columns of numbers. Columns that do not fit beside each other follow
 * below in a second table; no number is ever cut.
 */
public final class TextTable {
    private static final int NARROWEST_COLUMN = 12;
    private static final String GAP = "  ";

    private sealed interface Line {}

    private record Row(String label, List<String> cells, boolean alarming) implements Line {}

    private enum Separator implements Line {
        RULE,
        GAP
    }

    private final int width;
    private final int labelWidth;
    private final String caption;
    private final List<String> columns = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    public TextTable(int width, int labelWidth, String caption) {
        this.width = width;
        this.labelWidth = labelWidth;
        this.caption = caption;
    }

    public void columns(List<String> names) {
        columns.addAll(names);
    }

    public void row(String label, List<String> cells) {
        row(label, cells, false);
    }

    /** @param alarming whether cells that are not zero are to catch the eye */
    public void row(String label, List<String> cells, boolean alarming) {
        lines.add(new Row(label, List.copyOf(cells), alarming));
    }

    public void rule() {
        lines.add(Separator.RULE);
    }

    public void gap() {
        lines.add(Separator.GAP);
    }

    public String render(Style style) {
        StringBuilder out = new StringBuilder();
        int from = 0;
        do {
            int to = lastThatFits(from);
            if (from > 0) {
                out.append('\n');
            }
            renderColumns(style, from, to, out);
            from = to;
        } while (from < columns.size());
        return out.toString();
    }

    private int lastThatFits(int from) {
        int used = labelWidth;
        int to = from;
        while (to < columns.size()) {
            used += GAP.length() + columnWidth(to);
            if (used > width && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private int columnWidth(int column) {
        int widest = NARROWEST_COLUMN;
        for (Line line : lines) {
            if (line instanceof Row row) {
                widest = Math.max(widest, row.cells().get(column).length());
            }
        }
        return Math.max(widest, Math.min(columns.get(column).length(), width - labelWidth - GAP.length()));
    }

    private void renderColumns(Style style, int from, int to, StringBuilder out) {
        int total = labelWidth;
        StringBuilder head = new StringBuilder(style.bold(label(caption)));
        for (int i = from; i < to; i++) {
            head.append(GAP).append(style.bold(right(columns.get(i), columnWidth(i))));
            total += GAP.length() + columnWidth(i);
        }
        String rule = style.dim("-".repeat(total));
        out.append(head).append('\n').append(rule).append('\n');
        for (Line line : lines) {
            if (line == Separator.RULE) {
                out.append(rule).append('\n');
            } else if (line == Separator.GAP) {
                out.append('\n');
            } else if (line instanceof Row row) {
                out.append(label(row.label()));
                for (int i = from; i < to; i++) {
                    String cell = right(row.cells().get(i), columnWidth(i));
                    boolean zero = row.cells().get(i).equals("0");
                    out.append(GAP).append(row.alarming() && !zero ? style.bad(cell) : cell);
                }
                out.append('\n');
            }
        }
    }

    private String label(String text) {
        return text.length() > labelWidth ? endOf(text, labelWidth) : text + " ".repeat(labelWidth - text.length());
    }

    private static String right(String text, int width) {
        return text.length() > width ? endOf(text, width) : " ".repeat(width - text.length()) + text;
    }

    /** Long names, such as those of variants, mostly differ in how they end. */
    private static String endOf(String text, int width) {
        return ".." + text.substring(text.length() - width + 2);
    }
}
