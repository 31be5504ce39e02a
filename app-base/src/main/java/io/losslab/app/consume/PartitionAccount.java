package io.losslab.app.consume;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The figures of one partition. Each has one writer: positions and gaps the polling thread, outcomes the processing
 * thread, log offsets the offset watch. Any thread reads.
 */
final class PartitionAccount {
    final int partition;
    final GapWatch gaps = new GapWatch();
    final AtomicLong processed = new AtomicLong();
    final AtomicLong corrupt = new AtomicLong();
    final AtomicLong foreign = new AtomicLong();

    volatile boolean assigned;
    volatile long position = -1;
    volatile long processedTo = -1;
    volatile long committed = -1;
    volatile long logStart = -1;
    volatile long end = -1;

    PartitionAccount(int partition) {
        this.partition = partition;
    }

    /** Only for counts with one writer at a time: cheaper than an atomic increment. */
    static void increment(AtomicLong count) {
        count.setRelease(count.getPlain() + 1);
    }

    /** Records in the log that are not processed, those already deleted included; -1 when unknown. */
    long lag() {
        return end < 0 || processedTo < 0 ? -1 : Math.max(0, end - processedTo);
    }

    /** How far the log start is behind what is processed; negative when unread records were deleted. */
    long lead() {
        return logStart < 0 || processedTo < 0 ? 0 : processedTo - logStart;
    }

    /** Offsets below the log start that the position has yet to reach: they will never be read. */
    long deletedAhead() {
        return logStart < 0 || position < 0 ? 0 : Math.max(0, logStart - position);
    }

    PartitionStatus status() {
        return new PartitionStatus(
                partition, position, processedTo, committed, logStart, end, lag(), lead(), deletedAhead(), gaps.lost());
    }
}
