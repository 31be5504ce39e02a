package io.losslab.app.measure;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Durations as people write them: {@code 20ms}, {@code 1.5s}, {@code 2m}, {@code 1h}, or ISO-8601 {@code PT0.02S}. */
public final class DurationText implements Converter<Duration> {
    /** What to tell whoever wrote something else. */
    public static final String ALLOWED = "a duration such as 20ms, 1.5s, 2m, 1h or PT0.02S";

    private static final Pattern SIMPLE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)(us|ms|s|m|h)");

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
            if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                return Duration.ofNanos(nanos.longValue());
            }
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

    @Override
    public Duration convert(String value) {
        return parse(value);
    }
}
