package io.losslab.lab.check;

import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.identity.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who was seen at which offset of a partition, and what was cut off the log's end so that another could be there. */
final class Truncations {
    private final PartitionLog log;
    private final List<Source> sources;

    /** Who was seen last at each offset. */
    private final Coverage occupants;

    /** The same, with the time when it was seen last, where something may have been cut off. */
    private final Coverage lastSeen;

    /**
     * @param sources by the tags of {@link #occupants}
     */
    Truncations(PartitionLog log, List<Source> sources, @Nullable Seen witness) {
        this.log = log;
        this.sources = sources;
        occupants = Statements.occupants(witness, sources, false);
        lastSeen = arePossible() ? Statements.occupants(witness, sources, true) : occupants;
    }

    /** Who was seen last at each offset; partner: sequence; tag: number of the source. */
    Coverage occupants() {
        return occupants;
    }

    /** The same, with the latest time that it can have been. */
    Coverage lastSeen() {
        return lastSeen;
    }

    boolean arePossible() {
        return log.epochs().size() > 1 || !log.truncations().isEmpty() || !log.brokerLogs();
    }

    /**
     * Whether a record may have had copies at two offsets, of which one was cut off: only a producer that is not
     * idempotent stores it again.
     */
    boolean mayHaveMoved(long one, long other, long sequence, SentBooks b) {
        return !b.sent().idempotent() && proof(Math.min(one, other), -1, sequence, b) != null;
    }

    /**
     * Whether a record that was at this offset was cut off the log's end.
     *
     * @param atMicros when it was last known to be there; -1 when not known
     * @return null when nothing says so
     */
    @Nullable
    Proof proof(long offset, long atMicros, long sequence, SentBooks b) {
        PartitionLog.LeaderEpoch before = null;
        for (PartitionLog.LeaderEpoch epoch : log.epochs()) {
            if (before != null && epoch.startOffset() <= offset && epoch.atMicros() > atMicros) {
                return new Proof(election(before, epoch), epoch.atMicros());
            }
            before = epoch;
        }
        Coverage.Cursor there = occupants.at(offset);
        // seen before the record was there, it has not taken its place
        boolean another = there.covers(offset)
                && there.tag() >= 0
                && lastSeen.at(offset).atMicros() > atMicros - LogStarts.REORDERING_MICROS
                && (there.partner(offset) != sequence
                        || !sources.get(there.tag()).equals(b.source()));
        if (another && arePossible()) {
            return new Proof("another record is at its offset", there.atMicros());
        }
        return !log.brokerLogs() && log.endOffset() <= offset ? new Proof("the log ends before it", -1) : null;
    }

    private static String election(PartitionLog.LeaderEpoch before, PartitionLog.LeaderEpoch epoch) {
        if (epoch.unclean()) {
            return "unclean election";
        }
        return before.leader() == epoch.leader() ? "the leader came back without it" : "clean election";
    }

    /** The end of the stretch of offsets, from this one on, with one occupant. */
    long stretch(long offset) {
        long next = occupants.at(offset).nextChange(offset);
        for (PartitionLog.LeaderEpoch epoch : log.epochs()) {
            if (epoch.startOffset() > offset) {
                next = Math.min(next, epoch.startOffset());
            }
        }
        return log.endOffset() > offset ? Math.min(next, log.endOffset()) : next;
    }
}
