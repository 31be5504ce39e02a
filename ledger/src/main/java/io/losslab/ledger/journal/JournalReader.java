package io.losslab.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Reads a {@link RunJournal}, also one whose writer was killed or is still writing. Holds one buffer, not the file.
 */
public final class JournalReader {
    private static final int BUFFER_ENTRIES = 8 * 1024;

    /**
     * What the header says.
     *
     * @param closedAtMicros 0 when the writer did not end in order
     * @param counters the journal's counters, meaning by journal
     */
    public record Header(
            int partition, long createdAtMicros, long heartbeatAtMicros, long closedAtMicros, long[] counters) {}

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
            ByteBuffer buffer =
                    ByteBuffer.allocate(BUFFER_ENTRIES * RunJournal.ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long position = RunJournal.HEADER_BYTES;
            long entries = 0;
            boolean ended = false;
            boolean torn = false;
            // A writer killed while it grew the file leaves less than an entry at the end, all of it zeros.
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
            return new Summary(header, entries, torn);
        }
    }

    public static Header header(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readHeader(file, channel);
        }
    }

    private static Header readHeader(Path file, FileChannel channel) throws IOException {
        int words = RunJournal.FIRST_COUNTER_WORD + RunJournal.COUNTERS;
        ByteBuffer bytes = ByteBuffer.allocate(words * 8).order(ByteOrder.LITTLE_ENDIAN);
        if (!fill(channel, 0, bytes) || bytes.remaining() < words * 8 || bytes.getLong(0) != RunJournal.MAGIC) {
            throw new DamagedJournalException(file, "no journal header");
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
