package io.losslab.lab.experiment.evidence;

import io.losslab.lab.check.LogStarts;
import io.losslab.ledger.identity.EpochClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads from a broker's own log how log start offsets moved, and why. The wording is that of Kafka's {@code UnifiedLog}
 * ({@code Incremented log start offset to N due to REASON}), the time format that of the lab's own logging
 * configuration.
 */
final class BrokerLogReader {
    private final Pattern increment;

    BrokerLogReader(String topic) {
        increment = Pattern.compile("^(\\S+Z) .*\\[UnifiedLog partition=" + Pattern.quote(topic)
                + "-(\\d+), .*\\] Incremented log start offset to (\\d+) due to (.+)$");
    }

    /** Calls for each increment, with the partition. */
    void read(Path log, BiConsumer<Integer, LogStarts.Increment> each) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher matcher = increment.matcher(line);
                if (!matcher.matches()) {
                    continue;
                }
                LogStarts.Reason reason = reason(matcher.group(4));
                if (reason != null) {
                    each.accept(
                            Integer.parseInt(matcher.group(2)),
                            new LogStarts.Increment(
                                    EpochClock.micros(Instant.parse(matcher.group(1))),
                                    Long.parseLong(matcher.group(3)),
                                    reason,
                                    LogStarts.Basis.BROKER_LOG));
                }
            }
        }
    }

    /** Null for a follower, which only repeats its leader's move. */
    private static LogStarts.Reason reason(String text) {
        if (text.startsWith("segment deletion")) {
            return LogStarts.Reason.SEGMENT_DELETION;
        }
        return text.startsWith("client delete records request") ? LogStarts.Reason.DELETE_RECORDS : null;
    }
}
