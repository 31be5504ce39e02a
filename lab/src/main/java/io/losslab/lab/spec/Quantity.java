package io.losslab.lab.spec;

import io.losslab.contract.text.DurationText;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units, as experiment files write them: durations such as {@code 30s}, sizes such as {@code 10MiB}. */
public final class Quantity {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB|kB|KB|MB|GB)?");
    private static final Map<String, Long> BYTES = Map.of(
            "B",
            1L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "kB",
            1_000L,
            "KB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L);

    private Quantity() {}

    /** @throws IllegalArgumentException naming what is allowed */
    static Duration duration(String text) {
        return DurationText.parse(text);
    }

    /**
     * @return bytes
     * @throws IllegalArgumentException naming the units that are allowed
     */
    static long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "' is not a size; allowed: a number, alone or with B, KiB, MiB, GiB, kB, MB or GB, such as 10MiB");
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), Objects.requireNonNull(BYTES.get(unit)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is too large a size; allowed: up to " + (Long.MAX_VALUE >> 30) + "GiB", e);
        }
    }

    /**
     * The value as Kafka wants it: what it counts in bytes may be given as a size, what it counts in units of time as a
     * duration; all else stays as it is, and so does a duration that is no whole number of the unit.
     */
    static String kafkaValue(String key, String value) {
        if (KafkaUnit.isBytes(key) && SIZE.matcher(value).matches()) {
            return Long.toString(bytes(value));
        }
        Optional<Duration> unit = KafkaUnit.ofTime(key);
        if (unit.isPresent() && DurationText.isQuantity(value)) {
            Duration duration = duration(value);
            long units = duration.dividedBy(unit.get());
            return unit.get().multipliedBy(units).equals(duration) ? Long.toString(units) : value;
        }
        return value;
    }

    /** Short, in the largest unit that keeps it exact: {@code 1.5s}, {@code 20ms}. */
    public static String text(Duration duration) {
        return DurationText.of(duration);
    }
}
