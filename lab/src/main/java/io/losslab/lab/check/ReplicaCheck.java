package io.losslab.lab.check;

import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.identity.Source;
import java.util.List;

/**
 * Holds what {@code kafka-dump-log} found in a replica's files against what the witness saw: from the log start to the
 * high watermark each offset must have the same record in both, or in neither. With the other checks that puts three
 * accounts beside each other that know nothing of each other: the producer's acknowledgements, a reader's, the disk's.
 */
final class ReplicaCheck {
    private final PartitionLog log;
    private final List<Source> sources;
    private final Coverage occupants;
    private final Faults faults;

    /**
     * @param sources by the tags of {@code occupants}
     * @param occupants whom the witness saw last at each offset
     */
    ReplicaCheck(PartitionLog log, List<Source> sources, Coverage occupants, Faults faults) {
        this.log = log;
        this.sources = sources;
        this.occupants = occupants;
        this.faults = faults;
    }

    void check(Dumped dumped, int partition) {
        if (!dumped.inSync()) {
            return; // it may lack what the others have, and have what they have cut off
        }
        String where = dumped.name() + ", partition " + partition + ": ";
        if (dumped.endOffset() < log.endOffset()) {
            faults.add(where + "the replica is in sync and ends at " + dumped.endOffset()
                    + ", before the high watermark of " + log.endOffset());
        }
        Coverage there = Statements.occupants(dumped.records(), sources, false);
        Coverage.Cursor onDisk = there.cursor();
        Coverage.Cursor seen = occupants.cursor();
        long end = Math.min(log.endOffset(), dumped.endOffset());
        long at = Math.max(log.startOffset(), dumped.startOffset());
        while (at < end) {
            onDisk.moveTo(at);
            seen.moveTo(at);
            if (!agree(onDisk, seen, at)) {
                faults.add(where + "offset " + at + " has " + text(onDisk, at) + ", the witness saw " + text(seen, at));
                return; // what follows from one difference is more of them
            }
            at = Math.min(onDisk.nextChange(at), seen.nextChange(at));
        }
    }

    private boolean agree(Coverage.Cursor onDisk, Coverage.Cursor seen, long offset) {
        if (!onDisk.covers(offset)) {
            return !seen.covers(offset) || log.compacted();
        }
        return seen.covers(offset) && onDisk.tag() == seen.tag() && onDisk.partner(offset) == seen.partner(offset);
    }

    private String text(Coverage.Cursor who, long offset) {
        if (!who.covers(offset)) {
            return "no record";
        }
        return who.tag() < 0
                ? "a record without identity"
                : "sequence " + who.partner(offset) + " of " + sources.get(who.tag());
    }
}
