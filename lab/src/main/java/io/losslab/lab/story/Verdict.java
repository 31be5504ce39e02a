package io.losslab.lab.story;

import io.losslab.contract.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the checker says of the record, for one group.
 *
 * @param outcome null when it has none: the evidence does not hold
 * @param detail as the checker gives it; empty when there is none
 * @param atMicros when a loss was sealed, microseconds since 1970; -1 when it has no moment, or nothing was lost
 */
public record Verdict(@Nullable Outcome outcome, boolean lost, String detail, long atMicros) {
    public static final Verdict NONE = new Verdict(null, false, "", -1);

    /** The outcome in a sentence. */
    public String reason() {
        return outcome == null ? "The checker gives it no outcome: the evidence does not hold." : outcome.reason(lost);
    }
}
