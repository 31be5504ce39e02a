package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.evidence.RunEvidence;
import java.util.List;
import java.util.Map;

/**
 * The books of one group: {@code intended = sum of outcomes + unexplained}.
 *
 * @param outcomes every outcome that occurs, with the number of records
 * @param keptDetails records that are not lost, by what more there is to say of them, such as what blocks them
 * @param passedOn of the records that the group handed on and that arrived: what became of them on the next leg; they
 *     are in {@code outcomes} as the one that says so
 */
public record GroupAccounts(
        String group,
        long intended,
        Map<Outcome, Long> outcomes,
        Map<String, Long> keptDetails,
        Map<Outcome, Long> passedOn,
        Handling handling,
        Losses losses) {
    /** Records for which the evidence gives no outcome; never a cause, always an invalid run. */
    public long unexplained() {
        return intended - outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Times that a record with an identity was delivered. */
    public long delivered() {
        return handling.delivered();
    }

    /** Times that a record was delivered again from the offset it had been delivered from before. */
    public long redelivered() {
        return handling.redelivered();
    }

    /** Deliveries from another partition than the record's identity names. */
    public long misrouted() {
        return handling.misrouted();
    }

    /** Times that the application was done with a record beyond the first. */
    public long duplicates() {
        return handling.duplicates();
    }

    /** Records processed for the first time after a later one of the same source and partition. */
    public long outOfOrder() {
        return handling.outOfOrder();
    }

    /** Records processed whose checksum did not hold. */
    public long corrupt() {
        return handling.corrupt();
    }

    public long lost() {
        return losses.records();
    }

    /** The lost records alone, by outcome. */
    public Map<Outcome, Long> lostByCause() {
        return losses.byCause();
    }

    /** The first of them, up to a limit; {@link AccountsCheck#balance(RunEvidence, LossListener)} tells all. */
    public List<LostRange> lostRanges() {
        return losses.ranges();
    }

    /** Number of ranges, of which {@link #lostRanges} holds the first. */
    public long lostRangeCount() {
        return losses.rangeCount();
    }

    /** When the first loss was sealed, microseconds since 1970; -1 when nothing with a moment was lost. */
    public long firstLossMicros() {
        return losses.firstMicros();
    }

    public long inFlight() {
        return outcomes.getOrDefault(Outcome.IN_FLIGHT, 0L);
    }

    /** Lost although the producer's client had reported success; with acks=0 it does so for all that it sends. */
    public long ackedLost() {
        return lost() - lostByCause().getOrDefault(Outcome.NOT_ACKED, 0L);
    }

    public long processed() {
        return outcomes.getOrDefault(Outcome.PROCESSED, 0L);
    }
}
