package io.losslab.lab.story;

import io.losslab.lab.evidence.BrokerQuotes;
import io.losslab.lab.evidence.EvidenceReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /**
     * A sentence that a line of a broker's log proves.
     *
     * @param text without its full stop
     */
    static Statement quoting(long micros, String text, Optional<BrokerQuotes.Quote> quote) {
        return quote.map(q -> at(micros, text + ": " + q.broker() + " says \"" + q.words() + "\".", q.evidence()))
                .orElseGet(() -> at(micros, text + ".", EvidenceReader.BROKERS + "/"));
    }

    /** The same, said by one more file. */
    Statement andBy(String file) {
        List<String> files = new ArrayList<>(evidence);
        files.add(file);
        return new Statement(fromMicros, toMicros, text, List.copyOf(files));
    }

    static Statement timeless(String text, List<String> evidence) {
        return new Statement(-1, -1, text, List.copyOf(evidence));
    }
}
