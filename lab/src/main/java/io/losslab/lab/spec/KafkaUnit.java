package io.losslab.lab.spec;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Kafka's settings are counted in: by the end of their names, which Kafka keeps to but for a few. */
final class KafkaUnit {
    /** {@code segment.bytes}, {@code ...bytes.per.second}, {@code ...buffer.size}; and those that do not say it. */
    private static final Pattern BYTES = Pattern.compile("(?:.+\\.)?bytes(?:\\..+)?"
            + "|.+\\.buffer\\.size"
            + "|batch\\.size|buffer\\.memory|max\\.request\\.size"
            + "|sasl\\.server\\.max\\.receive\\.size"
            + "|(?:leader|follower)\\.replication\\.throttled\\.rate");

    private KafkaUnit() {}

    static boolean isBytes(String key) {
        return BYTES.matcher(key).matches();
    }

    /** Empty when it is no time. */
    static Optional<Duration> ofTime(String key) {
        return switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "ms" -> Optional.of(Duration.ofMillis(1));
            case "seconds" -> Optional.of(Duration.ofSeconds(1));
            case "minutes" -> Optional.of(Duration.ofMinutes(1));
            case "hours" -> Optional.of(Duration.ofHours(1));
            default -> Optional.empty();
        };
    }
}
