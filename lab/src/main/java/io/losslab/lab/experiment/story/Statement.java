package io.losslab.lab.experiment.story;

import java.util.List;

/**
 * One sentence.
 *
 * @param fromMicros when it happened, microseconds since 1970; -1 when it has no moment
 * @param toMicros the same, or later where only first and last of records in a row were noted
 * @param evidence files that say so, by their path within the run's evidence folder; with {@code :LINE} where one line
 *     says it
 */
public record Statement(long fromMicros, long toMicros, String text, List<String> evidence) {
    static Statement at(long micros, String text, String... evidence) {
        return new Statement(micros, micros, text, List.of(evidence));
    }

    static Statement at(Hit hit, String text, String... evidence) {
        return new Statement(hit.fromMicros(), hit.toMicros(), text, List.of(evidence));
    }

    static Statement timeless(String text, List<String> evidence) {
        return new Statement(-1, -1, text, List.copyOf(evidence));
    }
}
