package io.losslab.lab.report;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Numbers and lists as people read them, alike in the terminal and in the report. Unknown is never shown as zero. */
final class Texts {
    static final String NOT_MEASURED = "not measured";

    private static final String[] BINARY_UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Texts() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String count(OptionalLong value) {
        return value.isPresent() ? count(value.getAsLong()) : NOT_MEASURED;
    }

    static String bytes(OptionalLong bytes) {
        return bytes.isPresent() ? bytes(bytes.getAsLong()) : NOT_MEASURED;
    }

    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 1024 && unit < BINARY_UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? count(bytes) + " B" : String.format(Locale.ROOT, "%,.1f %s", value, BINARY_UNITS[unit]);
    }

    /** Milliseconds up to ten seconds, seconds from there on. */
    static String millis(OptionalDouble ms) {
        if (ms.isEmpty()) {
            return NOT_MEASURED;
        }
        double value = ms.getAsDouble();
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%,.1f s", value / 1000);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f ms" : "%,.1f ms", value);
    }

    static String rate(OptionalDouble perSecond) {
        if (perSecond.isEmpty()) {
            return NOT_MEASURED;
        }
        double value = perSecond.getAsDouble();
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f/s" : "%,.1f/s", value);
    }

    /** {@code a, b and c}. */
    static String and(List<String> items) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        return String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.get(items.size() - 1);
    }

    /**
     * One line, without control characters: what stands in a result may come from a file of a stranger, and an escape
     * sequence would be obeyed by the terminal.
     */
    static String plain(String text) {
        return text.replaceAll("[\\s\\p{Z}]+", " ")
                .replaceAll("[\\p{Cc}\\p{Cf}]", "")
                .strip();
    }
}
