package io.losslab.ledger.journal;

import org.jspecify.annotations.Nullable;

/** What an entry of a {@link RunJournal} states. The codes are the file format: append, never renumber. */
public enum EntryKind {
    /** Acknowledged by the broker at {@code firstOffset}; -1 when the acknowledgement carried no offset. */
    ACKED(1),
    /** Refused or timed out; {@code detail} is a {@link SendFailure} code. */
    FAILED(2),
    /** Handed to the application's client by a poll. */
    DELIVERED(3),
    /** A record of nobody's (not the lab's, or damaged) handed over by a poll; has an offset, no sequence. */
    DELIVERED_UNIDENTIFIED(4),
    /** The application did with it what it should. */
    PROCESSED(5),
    /** Processed, but its checksum does not hold; has an offset, no sequence. */
    PROCESSED_CORRUPT(6),
    /** Read over, because the lab did not write it; has an offset, no sequence. */
    PROCESSED_FOREIGN(7),
    /** The application failed on it, and nothing took it instead. */
    PROCESSING_FAILED(8),
    /** Dropped by the failure strategy. */
    IGNORED(9),
    /** Written to the dead-letter topic. */
    DEAD_LETTERED(10),
    /** Should have been written to the dead-letter topic, and was not. */
    DEAD_LETTER_FAILED(11),
    /**
     * The partition was assigned; {@code firstOffset} is the position it starts at, -1 when unknown; {@code
     * firstSequence} is the group's committed offset then, -1 when it had none, -2 when unknown.
     */
    ASSIGNED(12),
    /** The partition was taken away, in order; {@code firstOffset} is the position it had, -1 when unknown. */
    REVOKED(13),
    /** The partition was lost without notice; {@code firstOffset} is the position it had, -1 when unknown. */
    LOST(14),
    /** The broker confirmed the commit of {@code firstOffset}, the next offset to read. */
    COMMITTED(15),
    /**
     * The client reset its position; {@code firstSequence} is the position before, -1 when there was none or it is
     * unknown, {@code firstOffset} the one after; the detail is a {@link ResetTrigger} code.
     */
    RESET(16),
    /** The application moved the position; {@code firstSequence} is the one before, {@code firstOffset} the one after. */
    SOUGHT(17),
    /** Delivered from another partition than its identity names; the detail is that partition, where the offset is. */
    DELIVERED_MISROUTED(18),
    /** Processed from another partition than its identity names; the detail is that partition, where the offset is. */
    PROCESSED_MISROUTED(19),
    /**
     * The producer was told that its transaction is committed; {@code firstSequence} is one past its last record here.
     * Its first is the one after the transaction before it.
     */
    TRANSACTION_COMMITTED(20),
    /** The same, of a transaction that the producer aborted. */
    TRANSACTION_ABORTED(21);

    private static final EntryKind[] BY_CODE = new EntryKind[22];

    static {
        for (EntryKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;

    EntryKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Null when the code is not one of this format. */
    static @Nullable EntryKind ofCode(int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
