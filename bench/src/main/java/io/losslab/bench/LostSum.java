package io.losslab.bench;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.LostRange;
import java.util.EnumMap;
import java.util.Map;

/**
 * The lost records of one group in a few numbers: how many by cause, and a sum over a hash of each record's identity and
 * cause. Two that are equal name the same records, each with the same cause (but for a collision, one in 2^64).
 */
final class LostSum {
    private final String group;
    private final Map<Outcome, Long> byCause = new EnumMap<>(Outcome.class);
    private long hashes;

    LostSum(String group) {
        this.group = group;
    }

    String group() {
        return group;
    }

    void add(int partition, long sequence, Outcome cause) {
        byCause.merge(cause, 1L, Long::sum);
        hashes += mixed(mixed(mixed(partition) + sequence) + cause.ordinal());
    }

    void add(LostRange range) {
        for (long i = 0; i < range.count(); i++) {
            add(range.partition(), range.firstSequence() + i, range.cause());
        }
    }

    long records() {
        return byCause.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LostSum sum
                && group.equals(sum.group)
                && hashes == sum.hashes
                && byCause.equals(sum.byCause);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hashes);
    }

    @Override
    public String toString() {
        return group + " " + records() + " lost " + byCause + " #" + Long.toHexString(hashes);
    }
}
