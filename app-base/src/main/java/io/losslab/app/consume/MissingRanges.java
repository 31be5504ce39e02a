package io.losslab.app.consume;

import java.util.Map;
import java.util.TreeMap;

/** Sequences that are missing, as ranges. Keeps the newest {@value #MOST_RANGES}; what is older stays missing for good. */
final class MissingRanges {
    private static final int MOST_RANGES = 10_000;

    private final TreeMap<Long, Long> endByStart = new TreeMap<>();

    /** Adds {@code from} to {@code to}, exclusive. */
    void add(long from, long to) {
        endByStart.put(from, to);
        if (endByStart.size() > MOST_RANGES) {
            endByStart.pollFirstEntry();
        }
    }

    /** Returns whether the sequence was missing. */
    boolean remove(long sequence) {
        Map.Entry<Long, Long> range = endByStart.floorEntry(sequence);
        if (range == null || range.getValue() <= sequence) {
            return false;
        }
        endByStart.remove(range.getKey());
        if (range.getKey() < sequence) {
            endByStart.put(range.getKey(), sequence);
        }
        if (sequence + 1 < range.getValue()) {
            endByStart.put(sequence + 1, range.getValue());
        }
        return true;
    }
}
