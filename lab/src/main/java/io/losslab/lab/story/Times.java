package io.losslab.lab.story;

import io.losslab.ledger.identity.EpochClock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times of day as sentences name them: UTC, to the millisecond, as brokers log them. */
public final class Times {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private Times() {}

    public static String of(long micros) {
        return FORMAT.format(EpochClock.instant(micros));
    }
}
