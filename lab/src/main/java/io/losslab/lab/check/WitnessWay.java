package io.losslab.lab.check;

import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.ledger.account.RunTable;
import org.jspecify.annotations.Nullable;

/** How the witness of one partition went through the log: what it must have seen, and what it passed without seeing. */
final class WitnessWay {
    private final PartitionLog log;

    /** Null when there was none. */
    private final @Nullable RunTable seen;

    private final @Nullable Positions positions;

    WitnessWay(PartitionLog log, @Nullable Seen witness) {
        this.log = log;
        seen = witness == null ? null : witness.records();
        positions = witness == null ? null : Positions.ofReader(log, witness);
    }

    /** Where it stood at the end; 0 when there was none. */
    long position() {
        return positions == null ? 0 : positions.position();
    }

    /**
     * Whether the witness had no reason to miss what was acknowledged at this offset: retention had not taken it before
     * the witness came by.
     */
    boolean shouldHaveSeen(long offset) {
        if (positions == null) {
            return false;
        }
        Fate.Kind kind = positions.of(offset).kind();
        return kind != Fate.Kind.RETENTION_DELETED && kind != Fate.Kind.RECORDS_DELETED;
    }

    /** Whether the witness read on over this offset, or to the log's end: what it did not see there was not there. */
    boolean passed(long offset) {
        if (positions == null) {
            return false;
        }
        Fate.Kind kind = positions.of(offset).kind();
        return kind == Fate.Kind.PASSED || kind == Fate.Kind.AHEAD && offset < log.endOffset();
    }

    /** When the witness read on over this offset; -1 when that is not known. */
    long passedAt(long offset) {
        return positions == null ? -1 : positions.of(offset).atMicros();
    }

    /** The end of the stretch of offsets, from this one on, for which the witness has the same answer. */
    long stretch(long offset) {
        return positions == null ? Long.MAX_VALUE : positions.of(offset).to();
    }

    /** Whether it had no reason to miss one of these offsets. */
    boolean missed(long offset, long count) {
        long end = offset + count;
        while (offset < end) {
            if (shouldHaveSeen(offset)) {
                return true;
            }
            offset = stretch(offset);
        }
        return false;
    }

    /** The witness goes back only where it was told that what it had read is cut off. */
    void check(String partition, Objections objections) {
        long position = 0;
        long before = -1;
        for (int i = 0; seen != null && i < seen.size(); i++) {
            if (Statements.MET.test(seen.kind(i))) {
                long offset = seen.firstOffset(i);
                if (offset < position && !sentBack(offset, position, before, seen.firstAtMicros(i))) {
                    objections.add("witness: " + partition + ": offset " + offset
                            + " was read again, and nothing was cut off");
                }
                position = seen.endOffset(i);
                before = seen.lastAtMicros(i);
            }
        }
    }

    private boolean sentBack(long to, long position, long afterMicros, long beforeMicros) {
        return log.epochs().stream()
                .skip(1)
                .anyMatch(epoch -> epoch.startOffset() < position
                        && epoch.atMicros() > afterMicros - LogStarts.REORDERING_MICROS
                        && epoch.atMicros() < beforeMicros + LogStarts.REORDERING_MICROS
                        && (to >= epoch.startOffset() || to == log.starts().metBy(to, beforeMicros)));
    }
}
