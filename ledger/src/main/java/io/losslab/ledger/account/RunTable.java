package io.losslab.ledger.account;

import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.JournalEntry;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The entries of one or more journals in memory, in the order they were added: columns instead of objects, 56 bytes an
 * entry, so that a million exceptions in a billion records fit into a small heap.
 *
 * <p>Not thread-safe while it is filled.
 */
public final class RunTable implements Consumer<JournalEntry> {
    private static final EntryKind[] KINDS = EntryKind.values();

    private int size;
    private byte[] kinds = new byte[16];
    private short[] details = new short[16];
    private int[] sourceIds = new int[16];
    private long[] sequences = new long[16];
    private long[] offsets = new long[16];
    private long[] counts = new long[16];
    private long[] firstAts = new long[16];
    private long[] lastAts = new long[16];

    @Override
    public void accept(JournalEntry entry) {
        add(
                entry.kind(),
                entry.detail(),
                entry.sourceId(),
                entry.firstSequence(),
                entry.firstOffset(),
                entry.count(),
                entry.firstAtMicros(),
                entry.lastAtMicros());
    }

    public void add(
            EntryKind kind,
            int detail,
            int sourceId,
            long sequence,
            long offset,
            long count,
            long firstAtMicros,
            long lastAtMicros) {
        if (size == kinds.length) {
            grow();
        }
        kinds[size] = (byte) kind.ordinal();
        details[size] = (short) detail;
        sourceIds[size] = sourceId;
        sequences[size] = sequence;
        offsets[size] = offset;
        counts[size] = count;
        firstAts[size] = firstAtMicros;
        lastAts[size] = lastAtMicros;
        size++;
    }

    /** Adds an entry of another table. */
    public void copy(RunTable from, int entry) {
        add(
                from.kind(entry),
                from.detail(entry),
                from.sourceId(entry),
                from.firstSequence(entry),
                from.firstOffset(entry),
                from.count(entry),
                from.firstAtMicros(entry),
                from.lastAtMicros(entry));
    }

    /** Forgets all entries. */
    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    public EntryKind kind(int entry) {
        return KINDS[kinds[entry]];
    }

    public int detail(int entry) {
        return details[entry] & 0xFFFF;
    }

    /** The number of the source in the table of the journal's ledger; -1 for nobody's. */
    public int sourceId(int entry) {
        return sourceIds[entry];
    }

    public long firstSequence(int entry) {
        return sequences[entry];
    }

    public long endSequence(int entry) {
        return sequences[entry] + counts[entry];
    }

    /** -1 when the entry has none. */
    public long firstOffset(int entry) {
        return offsets[entry];
    }

    public long endOffset(int entry) {
        return offsets[entry] + counts[entry];
    }

    public long count(int entry) {
        return counts[entry];
    }

    public long firstAtMicros(int entry) {
        return firstAts[entry];
    }

    public long lastAtMicros(int entry) {
        return lastAts[entry];
    }

    private void grow() {
        int capacity = size + (size >> 1) + 16;
        kinds = Arrays.copyOf(kinds, capacity);
        details = Arrays.copyOf(details, capacity);
        sourceIds = Arrays.copyOf(sourceIds, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
        counts = Arrays.copyOf(counts, capacity);
        firstAts = Arrays.copyOf(firstAts, capacity);
        lastAts = Arrays.copyOf(lastAts, capacity);
    }
}
