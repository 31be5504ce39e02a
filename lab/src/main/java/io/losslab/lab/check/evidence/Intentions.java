package io.losslab.lab.check.evidence;

import io.losslab.ledger.account.Coverage;

/**
 * What one source meant to have in one partition.
 *
 * @param sequences the records intended, by sequence
 * @param possible those and the ones that may have been intended without a word of it on record: what is found is one of
 *     these, or there is an objection
 * @param handedOver sequences below this were given to the client
 */
public record Intentions(Coverage sequences, Coverage possible, long handedOver) {
    /** Of a send ledger: sequences 0 to {@code reserved} (exclusive), and no other. */
    public static Intentions upTo(long reserved, long handedOver) {
        Coverage.Builder dense = new Coverage.Builder();
        if (reserved > 0) {
            dense.add(0, reserved, Coverage.NONE, 0, -1);
        }
        Coverage sequences = dense.build();
        return new Intentions(sequences, sequences, handedOver);
    }

    public long total() {
        return sequences.total();
    }

    /** One past the highest sequence; 0 when there is none. */
    public long end() {
        return sequences.end();
    }
}
