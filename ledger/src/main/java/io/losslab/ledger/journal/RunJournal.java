package io.losslab.ledger.journal;

import io.losslab.ledger.identity.EpochClock;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * An append-only journal of runs in a memory-mapped file. What a call has returned from is in the page cache, which
 * belongs to the kernel and not to the process: SIGKILL of the process loses none of it. (A crash of the machine may;
 * the lab does not claim otherwise.)
 *
 * <p>A run grows in place while the next record continues it, so the usual cost of recording is two stores. A new run
 * becomes valid with the store of its count, which comes last; a writer killed before that store leaves an entry that
 * has content but no count, which {@link JournalReader} recognises as torn.
 *
 * <p>File: one page of header, then entries of 48 bytes, little-endian. The file is grown with written zeros, not
 * sparsely, so that a full disk is an {@link IOException} here and not a fault in the middle of a store.
 *
 * <p>Calling thread: one writer. The header's counters may have a writer of their own each. {@link #heartbeat} may come
 * from anywhere.
 */
public final class RunJournal implements Closeable {
    static final long MAGIC = 0x31_4A_42_41_4C_53_53_4CL; // "LSSLABJ1"
    static final String SUFFIX = ".journal";
    static final int HEADER_BYTES = 4096;
    static final int ENTRY_BYTES = 48;

    /** Header words, in longs. */
    static final int MAGIC_WORD = 0;

    static final int PARTITION_WORD = 1;
    static final int CREATED_WORD = 2;
    static final int HEARTBEAT_WORD = 3;
    static final int CLOSED_WORD = 4;
    static final int FIRST_COUNTER_WORD = 5;
    static final int COUNTERS = 4;

    /**
     * A longer silence begins a new run, so that the times of a run bound those of its records: what was acknowledged before
     * an election is not taken for known after it only because offsets went on where they were.
     */
    private static final long LONGEST_SILENCE_MICROS = 500_000;

    private static final int FIRST_CHUNK_ENTRIES = 1024; // 12 pages
    /** A file that has its header has this much at least: the first entries get their place before it. */
    static final int SMALLEST_BYTES = HEADER_BYTES + FIRST_CHUNK_ENTRIES * ENTRY_BYTES;

    private static final int CHUNK_ENTRIES = 16 * 1024; // 192 pages
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final @Nullable Path file;
    private final @Nullable FileChannel channel;
    private final @Nullable MappedByteBuffer header;

    private @Nullable MappedByteBuffer chunk;
    private long chunkEndsAt;
    private int chunkEntries;
    private int entryAt;

    // The open run, mirrored so that extending it reads no mapped memory.
    private long kindWord = -1;
    private long nextSequence;
    private long nextOffset;
    private long lastAtMicros;
    private long count;

    private RunJournal() {
        file = null;
        channel = null;
        header = null;
    }

    /** Forgets whatever it is told: for measuring what the others cost. */
    static RunJournal none() {
        return new RunJournal();
    }

    private RunJournal(Path file, FileChannel channel, int partition) throws IOException {
        this.file = file;
        this.channel = channel;
        grow(channel, 0, HEADER_BYTES);
        MappedByteBuffer header = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES);
        this.header = header;
        chunkEndsAt = HEADER_BYTES;
        nextChunk(channel, FIRST_CHUNK_ENTRIES);
        // The magic last: who is killed before it leaves a file that says that nothing was recorded yet.
        long now = EpochClock.micros();
        set(header, PARTITION_WORD, partition);
        set(header, CREATED_WORD, now);
        set(header, HEARTBEAT_WORD, now);
        set(header, MAGIC_WORD, MAGIC);
    }

    /**
     * The name of a ledger's journal, such as {@code acks-00000.journal}.
     *
     * @param stream such as {@code acks}
     */
    public static String fileName(String stream, int partition) {
        return String.format("%s-%05d%s", stream, partition, SUFFIX);
    }

    /**
     * @param file must not exist: a journal has one writer in its life
     */
    public static RunJournal create(Path file, int partition) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new RunJournal(file, channel, partition);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Appends one record, in place when it continues the last run (same kind, detail and source, next sequence, next
     * offset; -1 continues -1) and less than half a second has passed since.
     *
     * @throws UncheckedIOException when the file cannot grow (disk full); what was recorded before stays
     */
    public void append(EntryKind kind, int detail, int sourceId, long sequence, long offset, long atMicros) {
        if (channel == null) {
            return;
        }
        long word = (long) kind.code() << 48 | (long) (detail & 0xFFFF) << 32 | sourceId & 0xFFFF_FFFFL;
        if (word == kindWord
                && sequence == nextSequence
                && offset == nextOffset
                && atMicros - lastAtMicros <= LONGEST_SILENCE_MICROS) {
            count++;
            int base = entryAt * ENTRY_BYTES;
            LONG.setOpaque(chunk, base + 32, atMicros);
            LONG.setRelease(chunk, base + 40, count);
        } else {
            begin(channel, word, sequence, offset, atMicros);
        }
        lastAtMicros = atMicros;
        nextSequence = sequence < 0 ? sequence : sequence + 1;
        nextOffset = offset < 0 ? offset : offset + 1;
    }

    /** Like {@link #append}, but never continues a run: for events, each of which counts. */
    public void appendEvent(EntryKind kind, int detail, int sourceId, long sequence, long offset, long atMicros) {
        kindWord = -1;
        append(kind, detail, sourceId, sequence, offset, atMicros);
        kindWord = -1;
    }

    private void begin(FileChannel channel, long word, long sequence, long offset, long atMicros) {
        if (count != 0) {
            entryAt++;
        }
        if (entryAt == chunkEntries) {
            try {
                nextChunk(channel, CHUNK_ENTRIES);
            } catch (IOException e) {
                throw new UncheckedIOException("the ledger " + file + " cannot grow: " + e.getMessage(), e);
            }
        }
        int base = entryAt * ENTRY_BYTES;
        LONG.setOpaque(chunk, base, word);
        LONG.setOpaque(chunk, base + 8, sequence);
        LONG.setOpaque(chunk, base + 16, offset);
        LONG.setOpaque(chunk, base + 24, atMicros);
        LONG.setOpaque(chunk, base + 32, atMicros);
        LONG.setRelease(chunk, base + 40, 1L);
        kindWord = word;
        count = 1;
    }

    /** Sets one of the {@value #COUNTERS} counters of the header; they only grow. */
    void counter(int index, long value) {
        if (channel != null) {
            LONG.setRelease(header, (FIRST_COUNTER_WORD + index) * 8, value);
        }
    }

    /** Says that the writer was alive at this time, even if it had nothing to record. */
    public void heartbeat(long atMicros) {
        if (channel != null) {
            LONG.setOpaque(header, HEARTBEAT_WORD * 8, atMicros);
        }
    }

    /** Marks the journal as ended in order. Without this mark the writer was killed, or still is alive. */
    @Override
    public void close() throws IOException {
        if (channel == null || header == null) {
            return;
        }
        long now = EpochClock.micros();
        heartbeat(now);
        set(header, CLOSED_WORD, now);
        channel.close();
    }

    private void nextChunk(FileChannel channel, int entries) throws IOException {
        int bytes = entries * ENTRY_BYTES;
        grow(channel, chunkEndsAt, bytes);
        chunk = channel.map(FileChannel.MapMode.READ_WRITE, chunkEndsAt, bytes);
        chunkEndsAt += bytes;
        chunkEntries = entries;
        entryAt = 0;
        count = 0;
    }

    private static void grow(FileChannel channel, long from, int bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(bytes);
        while (zeros.hasRemaining()) {
            channel.write(zeros, from + zeros.position());
        }
    }

    private static void set(MappedByteBuffer header, int word, long value) {
        LONG.setRelease(header, word * 8, value);
    }
}
