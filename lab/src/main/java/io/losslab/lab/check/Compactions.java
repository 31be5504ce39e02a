package io.losslab.lab.check;

import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.ledger.account.Coverage;
import org.jspecify.annotations.Nullable;

/** Which records of a partition the log cleaner removed because a newer one of their key had taken their place. */
final class Compactions {
    private final PartitionLog log;
    private final WitnessWay witness;
    private final Truncations truncations;

    Compactions(PartitionLog log, WitnessWay witness, Truncations truncations) {
        this.log = log;
        this.witness = witness;
        this.truncations = truncations;
    }

    /**
     * When the log cleaner removed a record because a newer one of its key had taken its place.
     *
     * @param missedMicros when a reader passed its place without it: the cleaner had been there by then; -1 when unknown
     * @return null when it did not
     */
    @Nullable
    Proof proof(SentBooks b, long sequence, long offset, long missedMicros) {
        long period = b.sent().keyPeriod();
        if (!log.compacted() || period == 0) {
            return null;
        }
        for (long newer = sequence + period; newer < b.reserved(); newer += period) {
            long at = copy(b, newer);
            if (at > offset) {
                return cleanedPast(at, missedMicros);
            }
        }
        return null;
    }

    /**
     * The same where only a pass of the log cleaner that is on record counts: nobody has passed the place without it.
     *
     * @return null when none did
     */
    @Nullable
    Proof proofOnRecord(SentBooks b, long sequence, long offset) {
        return log.brokerLogs() ? proof(b, sequence, offset, -1) : null;
    }

    /** How many records after this one, itself included, have the same answer to {@link #proof}: a lower bound. */
    long stretch(SentBooks b, long sequence) {
        long period = b.sent().keyPeriod();
        if (!log.compacted() || period == 0 || sequence + period >= b.reserved()) {
            return Long.MAX_VALUE;
        }
        long newer = sequence + period;
        long end = Math.min(
                b.acks().at(newer).nextChange(newer), b.witnessed().at(newer).nextChange(newer));
        long at = copy(b, newer);
        if (at < 0) {
            return 1;
        }
        long stretch = Math.min(end, b.reserved()) - newer;
        long sameForWitness = witness.stretch(at);
        stretch = sameForWitness == Long.MAX_VALUE ? stretch : Math.min(stretch, sameForWitness - at);
        for (PartitionLog.Cleaning cleaning : log.cleanings()) {
            if (cleaning.upTo() > at) {
                stretch = Math.min(stretch, cleaning.upTo() - at);
            }
        }
        return Math.max(1, stretch);
    }

    /** Where a copy was in the log that readers saw: an acknowledgement of what was then cut off names none. */
    private long copy(SentBooks b, long sequence) {
        long seen = b.witnessed().at(sequence).partner(sequence);
        if (seen >= 0) {
            return seen;
        }
        Coverage.Cursor ack = b.acks().at(sequence);
        long acked = ack.partner(sequence);
        if (acked >= 0 && witness.passed(acked)) {
            return -1; // it was not there, or a newer one had taken its place in turn
        }
        return acked < 0 || truncations.proof(acked, ack.atMicros(), sequence, b) == null ? acked : -1;
    }

    private @Nullable Proof cleanedPast(long newer, long missedMicros) {
        if (!log.brokerLogs()) {
            return new Proof("inferred: the topic is compacted", -1);
        }
        for (PartitionLog.Cleaning cleaning : log.cleanings()) {
            boolean before = missedMicros < 0 || cleaning.atMicros() <= missedMicros + LogStarts.REORDERING_MICROS;
            if (cleaning.upTo() > newer && before) {
                return new Proof("a newer record of its key took its place", cleaning.atMicros());
            }
        }
        return null;
    }
}
