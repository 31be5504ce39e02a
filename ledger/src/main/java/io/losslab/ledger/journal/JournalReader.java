package io.losslab.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link RunJournal}, also one whose writer was killed or is still writing. Holds one buffer, not the file.
 */
public final class JournalReader {
    private static final int BUFFER_ENTRIES = 8 * 1024;

    private static final int HEADER_WORDS = RunJournal.FIRST_COUNTER_WORD + RunJournal.COUNTERS;

    /**
     * What the header says.
     *
     * @param createdAtMicros 0 when the writer was killed while it laid the file out: nothing was recorded yet
     * @param closedAtMicros 0 when the writer did not end in order
     * @param counters the journal's counters, meaning by journal
     */
    public record Header(
            int partition, long createdAtMicros, long heartbeatAtMicros, long closedAtMicros, long[] counters) {
        private static Header unwritten() {
            return new Header(-1, 0, 0, 0, new long[RunJournal.COUNTERS]);
        }

        /** Whether the writer had laid the file out, so that it could record; without it the partition is unknown, too. */
        public boolean isWritten() {
            return createdAtMicros != 0;
        }
    }

    /**
     * What was found besides the entries.
     *
     * @param entries complete entries read
     * @param torn the writer was killed within its last write; that one write never counted
     */
    public record Summary(Header header, long entries, boolean torn) {}

    private JournalReader() {}

    /**
     * @param each called for each complete entry, in the order they were written
     * @throws DamagedJournalException when the content is not what a writer, killed at whatever moment, leaves
     */
    public static Summary read(Path file, Consumer<JournalEntry> each) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Header header = readHeader(file, channel);
            if (!header.isWritten()) {
                return new Summary(header, 0, false);
            }
            ByteBuffer buffer =
                    ByteBuffer.allocate(BUFFER_ENTRIES * RunJournal.ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long position = RunJournal.HEADER_BYTES;
            long entries = 0;
            boolean ended = false;
            boolean torn = false;
            while (fill(channel, position, buffer) && buffer.remaining() >= RunJournal.ENTRY_BYTES) {
                while (buffer.remaining() >= RunJournal.ENTRY_BYTES) {
                    long word = buffer.getLong();
                    long sequence = buffer.getLong();
                    long offset = buffer.getLong();
                    long firstAt = buffer.getLong();
                    long lastAt = buffer.getLong();
                    long count = buffer.getLong();
                    if (count == 0) {
                        boolean content = (word | sequence | offset | firstAt | lastAt) != 0;
                        if (content && ended) {
                            throw new DamagedJournalException(file, "content after its end, at entry " + entries);
                        }
                        torn |= content;
                        ended = true;
                        continue;
                    }
                    EntryKind kind = EntryKind.ofCode((int) (word >>> 48));
                    if (ended || kind == null || count < 0) {
                        throw new DamagedJournalException(file, "an entry that no writer wrote, at entry " + entries);
                    }
                    each.accept(new JournalEntry(
                            kind, (int) (word >>> 32) & 0xFFFF, (int) word, sequence, offset, count, firstAt, lastAt));
                    entries++;
                }
                position += buffer.position();
            }
            while (buffer.hasRemaining()) {
                // a writer killed while it grew the file leaves less than an entry at the end, all of it zeros
                if (buffer.get() != 0) {
                    throw new DamagedJournalException(file, "cut within an entry, at entry " + entries);
                }
            }
            return new Summary(header, entries, torn);
        }
    }

    public static Header header(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readHeader(file, channel);
        }
    }

    /**
     * The magic is the last that a writer stores of a header, in one store, and by then the first entries have their place:
     * so with it the header and they are whole, and without it nothing can be on record.
     */
    private static Header readHeader(Path file, FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_WORDS * 8).order(ByteOrder.LITTLE_ENDIAN);
        boolean whole = fill(channel, 0, bytes) && bytes.remaining() == HEADER_WORDS * 8;
        if (!whole || bytes.getLong(0) != RunJournal.MAGIC) {
            requireUnwritten(file, channel, whole ? bytes : null);
            return Header.unwritten();
        }
        if (bytes.getLong(RunJournal.CREATED_WORD * 8) <= 0) {
            throw new DamagedJournalException(file, "a journal header without the time that it was written at");
        }
        if (channel.size() < RunJournal.SMALLEST_BYTES) {
            throw new DamagedJournalException(
                    file, "shorter than its writer laid it out: " + channel.size() + " bytes");
        }
        long[] counters = new long[RunJournal.COUNTERS];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = bytes.getLong((RunJournal.FIRST_COUNTER_WORD + i) * 8);
        }
        return new Header(
                (int) bytes.getLong(RunJournal.PARTITION_WORD * 8),
                bytes.getLong(RunJournal.CREATED_WORD * 8),
                bytes.getLong(RunJournal.HEARTBEAT_WORD * 8),
                bytes.getLong(RunJournal.CLOSED_WORD * 8),
                counters);
    }

    /**
     * What a writer leaves that is killed before it has stored the magic: zeros, however many of them; or all of them, and
     * of the header partition, time of creation and heartbeat, in this order.
     *
     * @param header null when the file is too short for one
     */
    private static void requireUnwritten(Path file, FileChannel channel, @Nullable ByteBuffer header)
            throws IOException {
        boolean stored = header != null
                && (header.getLong(RunJournal.PARTITION_WORD * 8) != 0
                        || header.getLong(RunJournal.CREATED_WORD * 8) != 0);
        boolean inOrder = header == null
                || header.getLong(RunJournal.CREATED_WORD * 8) != 0
                || header.getLong(RunJournal.HEARTBEAT_WORD * 8) == 0;
        long size = channel.size();
        if (size > RunJournal.SMALLEST_BYTES || (stored && size != RunJournal.SMALLEST_BYTES) || !inOrder) {
            throw new DamagedJournalException(file, "no journal header");
        }
        ByteBuffer all = ByteBuffer.allocate((int) size);
        fill(channel, 0, all);
        for (int at = 0; at < all.limit(); at++) {
            boolean maybeStored = at >= RunJournal.PARTITION_WORD * 8 && at < RunJournal.CLOSED_WORD * 8;
            if (all.get(at) != 0 && !maybeStored) {
                throw new DamagedJournalException(file, "no journal header");
            }
        }
    }

    /** Fills the buffer from the position on, and flips it; false at the end of the file. */
    private static boolean fill(FileChannel channel, long position, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, position + buffer.position());
        }
        buffer.flip();
        return buffer.hasRemaining();
    }
}
