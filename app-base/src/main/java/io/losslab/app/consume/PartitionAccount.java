package io.losslab.app.consume;

import io.losslab.contract.status.PartitionStatus;
import io.losslab.ledger.journal.EntryKind;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The figures of one partition. Each has one writer: positions and gaps the polling thread, outcomes the processing
 * thread (or, for what became of a failure, whoever holds {@link #outcomes}), log offsets the offset watch. Any thread
 * reads.
 */
final class PartitionAccount {
    final int partition;
    final GapWatch gaps = new GapWatch();
    final AtomicLong processed = new AtomicLong();
    final AtomicLong corrupt = new AtomicLong();
    final AtomicLong foreign = new AtomicLong();
    final AtomicLong misrouted = new AtomicLong();
    final AtomicLong processingFailed = new AtomicLong();
    final AtomicLong ignored = new AtomicLong();
    final AtomicLong deadLettered = new AtomicLong();
    final AtomicLong deadLetterFailed = new AtomicLong();
    final AtomicLong resets = new AtomicLong();
    final AtomicLong seeks = new AtomicLong();

    /** Held while the journal of deliveries is written. */
    final Object deliveries = new Object();

    /** Held while the journal of outcomes is written, and its counts. */
    final Object outcomes = new Object();

    volatile boolean assigned;

    /** The next offset to be fetched; written after {@link #deliveredTo}, and read before it. */
    volatile long position = -1;

    /** The next offset after the last record that was handed over. */
    volatile long deliveredTo = -1;

    /** The lowest offset that this assignment can have handed over; -1 when that is not known. */
    volatile long deliveredFrom = -1;

    /** The next offset after the last record that the application is done with, of those of this assignment. */
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

    /** The count of a failure's outcome. */
    AtomicLong count(EntryKind outcome) {
        return switch (outcome) {
            case PROCESSING_FAILED -> processingFailed;
            case IGNORED -> ignored;
            case DEAD_LETTERED -> deadLettered;
            case DEAD_LETTER_FAILED -> deadLetterFailed;
            default -> throw new IllegalArgumentException(outcome + " is no failure");
        };
    }

    /** Records that the application is done with. */
    long done() {
        return processed.get()
                + corrupt.get()
                + foreign.get()
                + misrouted.get()
                + processingFailed.get()
                + ignored.get()
                + deadLettered.get()
                + deadLetterFailed.get();
    }

    /** The partition is this member's from here on. */
    void assignedAt(long from) {
        deliveredFrom = from;
        deliveredTo = from;
        processedTo = from;
        position = from;
    }

    /** The position was moved, by a reset or a seek; called by whoever holds {@link #deliveries}. */
    void movedTo(long after) {
        if (waiting() == 0) { // else what is in hand says where it ends
            deliveredTo = after;
            processedTo = after;
        }
        deliveredFrom = Math.min(deliveredFrom, after);
        position = after;
    }

    /**
     * The application is done with a record; called by whoever holds {@link #outcomes}. One that an earlier assignment had
     * handed over, and that was at work when the partition was taken away, says nothing of this one.
     */
    void done(long offset) {
        if (offset >= deliveredFrom && offset < deliveredTo) {
            processedTo = offset + 1;
        }
    }

    /**
     * Records handed over, and not yet processed; at most so many, where there are gaps between the offsets. Records are
     * processed in the order in which they are handed over, also when the position went back in between: nothing is in
     * hand when the last one that was handed over is the last one that is done.
     */
    long waiting() {
        long waiting = deliveredTo - processedTo;
        return waiting == 0 ? 0 : Math.max(1, waiting);
    }

    /**
     * The next offset to be processed. Where nothing waits that is the position: it moves past what is never handed over,
     * such as the markers of transactions.
     */
    long nextToProcess() {
        long fetched = position;
        return waiting() == 0 ? fetched : processedTo;
    }

    /** Records in the log that are not processed, those already deleted included; -1 when unknown. */
    long lag() {
        long next = nextToProcess();
        return end < 0 || next < 0 ? -1 : Math.max(0, end - next);
    }

    /** How far the log start is behind what is processed; negative when unread records were deleted. */
    long lead() {
        long next = nextToProcess();
        return logStart < 0 || next < 0 ? 0 : next - logStart;
    }

    /** Offsets below the log start that the position has yet to reach: they will never be read. */
    long deletedAhead() {
        return logStart < 0 || position < 0 ? 0 : Math.max(0, logStart - position);
    }

    PartitionStatus status() {
        return new PartitionStatus(
                partition,
                position,
                nextToProcess(),
                committed,
                logStart,
                end,
                lag(),
                lead(),
                deletedAhead(),
                gaps.lost(),
                waiting());
    }
}
