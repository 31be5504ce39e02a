package io.losslab.contract.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them, in experiment files, settings and requests: {@code 20ms}, {@code 1.5s}, {@code 2m},
 * {@code 1h}, or ISO-8601 {@code PT0.02S}.
 */
public final class DurationText {
    /** What to tell whoever wrote something else. */
    public static final String ALLOWED = "a duration such as 20ms, 1.5s, 2m, 1h or PT0.02S";

    private static final long MOST_HOURS = Long.MAX_VALUE / 3_600_000_000_000L;
    private static final BigDecimal MOST_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Pattern SIMPLE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(us|ms|s|m|h)");

    private DurationText() {}

    /**
     * @return zero or more
     * @throws IllegalArgumentException naming the text and what is allowed
     */
    public static Duration parse(String text) {
        Matcher simple = SIMPLE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (simple.matches()) {
            BigDecimal nanosPerUnit = BigDecimal.valueOf(
                    switch (simple.group(2)) {
                        case "us" -> 1_000L;
                        case "ms" -> 1_000_000L;
                        case "s" -> 1_000_000_000L;
                        case "m" -> 60_000_000_000L;
                        default -> 3_600_000_000_000L;
                    });
            BigDecimal nanos = new BigDecimal(simple.group(1)).multiply(nanosPerUnit);
            if (nanos.compareTo(MOST_NANOS) <= 0) {
                return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValue());
            }
            throw new IllegalArgumentException(
                    "'" + text + "' is too long a duration; allowed: up to " + MOST_HOURS + "h");
        } else if (text.length() < 64) {
            try {
                Duration iso = Duration.parse(text.strip());
                if (!iso.isNegative()) {
                    return iso;
                }
            } catch (DateTimeException notIso) {
                // falls through to the one message
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not " + ALLOWED);
    }

    /** Whether it is a number and a unit: what is not may be meant for somebody else. */
    public static boolean isQuantity(String text) {
        return SIMPLE.matcher(text).matches();
    }

    /** Short, in the largest unit that keeps it exact: {@code 1.5s}, {@code 20ms}. */
    public static String of(Duration duration) {
        long millis = duration.toMillis();
        if (duration.toNanosPart() % 1_000_000 != 0 || millis < 1_000) {
            return BigDecimal.valueOf(duration.toNanos(), 6)
                            .stripTrailingZeros()
                            .toPlainString() + "ms";
        }
        return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + "s";
    }
}
