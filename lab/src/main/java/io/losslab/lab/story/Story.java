package io.losslab.lab.story;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the evidence says of one record.
 *
 * @param id as {@code losslab lost} names it
 * @param dir the run's evidence folder, to which the statements' files belong
 * @param key null when it cannot be derived
 * @param offset where its last copy is known to have been; -1 when no evidence names one
 * @param objections why the run's evidence does not hold, a line each; none when it does
 */
public record Story(
        String id,
        String run,
        String variant,
        int trial,
        String kafkaVersion,
        String dir,
        String topic,
        @Nullable String key,
        int partition,
        long sequence,
        long offset,
        List<Statement> producer,
        List<Statement> log,
        List<Group> groups,
        List<String> objections) {

    /** The same for one group, in order of time, and what the checker says. */
    public record Group(String name, Verdict verdict, List<Statement> statements) {}
}
