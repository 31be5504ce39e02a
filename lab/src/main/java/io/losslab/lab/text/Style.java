package io.losslab.lab.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** ANSI colours where they are wanted. The colour never says more than the word it is on. */
public record Style(boolean colour) {
    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m");

    public String bold(String text) {
        return in("1", text);
    }

    public String good(String text) {
        return in("1;32", text);
    }

    public String bad(String text) {
        return in("1;31", text);
    }

    String dim(String text) {
        return in("2", text);
    }

    private String in(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Columns that a text takes on the screen. */
    static int width(String text) {
        return ESCAPES.matcher(text).replaceAll("").length();
    }

    /** Breaks at spaces; a word that is longer than a line is cut. Keeps runs of spaces inside a line. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String rest = word;
            if (!line.isEmpty() && width(line.toString()) + 1 + width(rest) > width) {
                lines.add(line.toString());
                line.setLength(0);
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            while (width(rest) > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(rest);
        }
        lines.add(line.toString());
        return lines;
    }
}
