package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of a stretch of offsets for one reader that was not given them.
 *
 * @param to exclusive
 * @param atMicros when it was sealed, microseconds since 1970; -1 when it has no moment
 */
record Fate(long from, long to, Kind kind, long atMicros, String detail) {
    /** The cause of a jump, as far as the offsets alone tell it. */
    enum Kind {
        /** The reader was given them the last time it passed. */
        DELIVERED(null),
        RETENTION_DELETED(Outcome.RETENTION_DELETED),
        RECORDS_DELETED(Outcome.RECORDS_DELETED),
        SKIPPED_RESET(Outcome.SKIPPED_RESET),
        SKIPPED_INITIAL(Outcome.SKIPPED_INITIAL),
        SKIPPED_OFFSETS_EXPIRED(Outcome.SKIPPED_OFFSETS_EXPIRED),
        SKIPPED_SEEK(Outcome.SKIPPED_SEEK),
        /** A member started at a commit above what it had been given, and a member had made that commit. */
        INHERITED(Outcome.COMMITTED_NOT_DELIVERED),
        /** The position passed them, and nothing moved it: they were not there, or the reader left them out. */
        PASSED(null),
        /** At or past the final position. */
        AHEAD(null),
        /** No evidence says what happened. */
        UNKNOWN(null);

        private final @Nullable Outcome outcome;

        Kind(@Nullable Outcome outcome) {
            this.outcome = outcome;
        }

        /** Null when more than offsets is needed to tell. */
        @Nullable
        Outcome outcome() {
            return outcome;
        }

        /** The cause, of a fate that tells it. */
        Outcome loss() {
            return Objects.requireNonNull(outcome);
        }
    }
}
