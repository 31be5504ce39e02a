package io.losslab.lab.check;

import io.losslab.ledger.account.Coverage;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the offsets of one partition that one group was never given: for each such offset the outcome, when it
 * was sealed, and on what basis.
 */
final class OffsetFates {
    /**
     * One stretch of offsets with one fate.
     *
     * @param outcome null when no evidence says what happened: the run is then invalid
     * @param atMicros when it was sealed, microseconds since 1970; -1 when it has no moment
     */
    record Fate(long from, long to, Outcome outcome, long atMicros, LogStarts.Basis basis) {}

    private final List<Fate> fates = new ArrayList<>();

    /**
     * @param delivered every offset that any instance of the group was given, with the time of each run's first
     * @param finalLogStart the log start offset at the end of the run
     * @param rest what it is called to be at or past the group's final position
     */
    OffsetFates(Coverage delivered, LogStarts logStarts, long finalLogStart, Outcome rest) {
        long position = 0;
        for (int run = 0; run < delivered.size(); run++) {
            long landedAt = delivered.start(run);
            if (position < landedAt) {
                long logStart = logStarts.metBy(landedAt, delivered.atMicros(run));
                long gone = Math.max(position, Math.min(landedAt, logStart));
                deleted(position, gone, logStarts);
                if (gone < landedAt) {
                    fates.add(new Fate(gone, landedAt, null, delivered.atMicros(run), null));
                }
            }
            position = Math.max(position, delivered.end(run));
        }
        long gone = Math.max(position, finalLogStart);
        deleted(position, gone, logStarts);
        fates.add(new Fate(gone, Long.MAX_VALUE, rest, -1, null));
    }

    /** The fate of an offset; null when it was delivered. */
    Fate of(long offset) {
        int low = 0;
        int high = fates.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Fate fate = fates.get(middle);
            if (offset < fate.from()) {
                high = middle - 1;
            } else if (offset >= fate.to()) {
                low = middle + 1;
            } else {
                return fate;
            }
        }
        return null;
    }

    private void deleted(long from, long to, LogStarts logStarts) {
        for (LogStarts.Increment increment : logStarts.increments()) {
            if (from >= to) {
                return;
            }
            long end = Math.min(to, increment.logStartOffset());
            if (end > from) {
                Outcome outcome = increment.reason() == LogStarts.Reason.DELETE_RECORDS
                        ? Outcome.RECORDS_DELETED
                        : Outcome.RETENTION_DELETED;
                fates.add(new Fate(from, end, outcome, increment.atMicros(), increment.basis()));
                from = end;
            }
        }
        if (from < to) {
            fates.add(new Fate(from, to, null, -1, null));
        }
    }
}
