package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.RunEvidence;
import java.util.List;
import java.util.Map;

/**
 * The books of one group: {@code intended = sum of outcomes + unexplained}.
 *
 * @param outcomes every outcome that occurs, with the number of records
 * @param duplicates times that the application was done with a record beyond the first
 * @param outOfOrder records processed for the first time after a later one of the same source and partition
 * @param corrupt records processed whose checksum did not hold
 * @param unexplained records for which the evidence gives no outcome; never a cause, always an invalid run
 * @param lostRanges the first of them, up to a limit; {@link AccountsCheck#balance(RunEvidence, LossListener)} tells all
 * @param firstLossMicros when the first loss was sealed, microseconds since 1970; -1 when nothing with a moment was lost
 * @param delivered times that a record with an identity was delivered
 * @param redelivered times that a record was delivered again from the offset it had been delivered from before
 * @param misrouted deliveries from another partition than the record's identity names
 * @param lostByCause the lost records alone, by outcome
 * @param lostRangeCount number of ranges, of which {@code lostRanges} holds the first
 * @param keptDetails records that are not lost, by what more there is to say of them, such as what blocks them
 */
public record GroupAccounts(
        String group,
        long intended,
        Map<Outcome, Long> outcomes,
        long duplicates,
        long outOfOrder,
        long corrupt,
        long lost,
        long inFlight,
        long unexplained,
        List<LostRange> lostRanges,
        long firstLossMicros,
        long delivered,
        long redelivered,
        long misrouted,
        Map<Outcome, Long> lostByCause,
        long lostRangeCount,
        Map<String, Long> keptDetails) {
    /** Lost although the producer's client had reported success; with acks=0 it does so for all that it sends. */
    public long ackedLost() {
        return lost - lostByCause.getOrDefault(Outcome.NOT_ACKED, 0L);
    }

    public long processed() {
        return outcomes.getOrDefault(Outcome.PROCESSED, 0L);
    }
}
