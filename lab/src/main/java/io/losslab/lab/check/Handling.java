package io.losslab.lab.check;

/**
 * How a group dealt with what it was given.
 *
 * @param delivered times that a record with an identity was delivered
 * @param redelivered times that a record was delivered again from the offset it had been delivered from before
 * @param misrouted deliveries from another partition than the record's identity names
 * @param duplicates times that the application was done with a record beyond the first
 * @param outOfOrder records processed for the first time after a later one of the same source and partition
 * @param corrupt records processed whose checksum did not hold
 */
public record Handling(
        long delivered, long redelivered, long misrouted, long duplicates, long outOfOrder, long corrupt) {
    static final Handling NONE = new Handling(0, 0, 0, 0, 0, 0);

    Handling and(Handling more) {
        return new Handling(
                delivered + more.delivered,
                redelivered + more.redelivered,
                misrouted + more.misrouted,
                duplicates + more.duplicates,
                outOfOrder + more.outOfOrder,
                corrupt + more.corrupt);
    }
}
