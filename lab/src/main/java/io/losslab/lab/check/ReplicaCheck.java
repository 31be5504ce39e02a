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
    private final Coverage lastSeen;
    private final Objections objections;

    /**
     * @param sources by the tags of {@code occupants}
     * @param occupants whom the witness saw last at each offset
     * @param lastSeen the same, with the latest time that it can have been
     */
    ReplicaCheck(PartitionLog log, List<Source> sources, Coverage occupants, Coverage lastSeen, Objections objections) {
        this.log = log;
        this.sources = sources;
        this.occupants = occupants;
        this.lastSeen = lastSeen;
        this.objections = objections;
    }

    void check(Dumped dumped, int partition) {
        if (!dumped.inSync()) {
            return; // it may lack what the others have, and have what they have cut off
        }
        String where = dumped.name() + ", partition " + partition + ": ";
        if (dumped.endOffset() < log.endOffset()) {
            objections.always(where + "the replica is in sync and ends at " + dumped.endOffset()
                    + ", before the high watermark of " + log.endOffset());
        }
        if (dumped.startOffset() > log.startOffset()
                && log.starts().increments().isEmpty()
                && !log.compacted()) {
            // where retention is at work, it may go on after the last sample
            objections.always(where + "its first segment begins at " + dumped.startOffset() + ", the log begins at "
                    + log.startOffset());
        }
        Coverage there = Statements.occupants(dumped.records(), sources, false);
        if (there.repeated() > 0) {
            objections.always(where + "two records at one offset");
        }
        Coverage.Cursor onDisk = there.cursor();
        Coverage.Cursor seen = occupants.cursor();
        long end = Math.min(log.endOffset(), dumped.endOffset());
        long at = Math.max(log.startOffset(), dumped.startOffset());
        while (at < end) {
            onDisk.moveTo(at);
            seen.moveTo(at);
            if (!agree(onDisk, seen, at)) {
                objections.always(
                        where + "offset " + at + " has " + text(onDisk, at) + ", the witness saw " + text(seen, at));
                return; // what follows from one difference is more of them
            }
            at = Math.min(onDisk.nextChange(at), seen.nextChange(at));
        }
    }

    private boolean agree(Coverage.Cursor onDisk, Coverage.Cursor seen, long offset) {
        if (!onDisk.covers(offset)) {
            return !seen.covers(offset) || log.compacted() || isCutOff(offset);
        }
        if (!seen.covers(offset)) {
            return log.compacted(); // each replica is cleaned for itself, and the leader's may have been before the
            // witness
        }
        return onDisk.tag() == seen.tag() && onDisk.partner(offset) == seen.partner(offset);
    }

    /** Cut off after it was seen, and no reader is given what has its place: the marker of a transaction. */
    private boolean isCutOff(long offset) {
        long at = lastSeen.at(offset).atMicros();
        return log.epochs().stream().skip(1).anyMatch(epoch -> epoch.startOffset() <= offset && epoch.atMicros() > at);
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
