package io.losslab.producer;

import io.losslab.contract.text.DurationText;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.payload.PayloadFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a start asks for; null where it says nothing.
 *
 * @param tps records per second
 * @param duration how long from now on
 */
record LoadRequest(
        long tps,
        @Nullable Integer valueBytes,
        @Nullable Integer keys,
        @Nullable Duration duration,
        @Nullable String run) {
    static final int MOST_KEYS = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(7);

    /**
     * @throws IllegalArgumentException naming what was given and what is allowed
     */
    static LoadRequest parse(
            @Nullable String tps,
            @Nullable String valueBytes,
            @Nullable String keys,
            @Nullable String duration,
            @Nullable String run,
            long maxTps) {
        Long rate = number("tps", tps, 1, maxTps, "records per second");
        Long bytes = number(
                "valueBytes",
                valueBytes,
                PayloadFormat.MIN_VALUE_BYTES,
                PayloadFormat.MAX_VALUE_BYTES,
                "bytes: the identity and its checksum at least");
        Long users = number("keys", keys, 1, MOST_KEYS, "users");
        return new LoadRequest(
                rate == null ? 0 : rate,
                bytes == null ? null : bytes.intValue(),
                users == null ? null : users.intValue(),
                duration == null ? null : duration(duration),
                run == null ? null : Source.requireRun(run));
    }

    private static Duration duration(String text) {
        Duration duration;
        try {
            duration = DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("duration " + e.getMessage());
        }
        if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("duration '" + text + "' is not more than 0s and at most 168h");
        }
        return duration;
    }

    private static @Nullable Long number(String name, @Nullable String text, long least, long most, String unit) {
        if (text == null) {
            return null;
        }
        try {
            long number = Long.parseLong(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one message
        }
        throw new IllegalArgumentException(
                name + " '" + text + "' is not a whole number from " + least + " to " + most + " (" + unit + ")");
    }
}
