package io.losslab.ledger.identity;

/**
 * The identity of one record.
 *
 * @param source who wrote it
 * @param partition the partition it was sent to
 * @param sequence dense per source and partition, from 0
 */
public record RecordId(Source source, int partition, long sequence) {
    @Override
    public String toString() {
        return source + "/" + partition + "/" + sequence;
    }
}
