package io.losslab.ledger.journal;

import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one consumer instance was given and what it did with it: four journals a partition.
 *
 * <ul>
 *   <li>{@code deliveries}: what each poll handed over, assignments and revocations between. A jump of the position is a
 *       jump of the offsets here. Writer: the polling thread.
 *   <li>{@code outcomes}: what the application did. Writer: one processing thread at a time per partition.
 *   <li>{@code commits}: what the broker confirmed as committed. Writer: the polling thread.
 *   <li>{@code misrouted}: records that name this partition, found in another. Any thread.
 * </ul>
 *
 * <p>An outcome is recorded before the offset may be committed; so a commit never covers a record whose processing is
 * not on record.
 */
public final class ConsumeLedger implements Closeable {
    /** Key of {@link LedgerMeta}, {@code true} when every reset and seek of the client's position is on record. */
    public static final String POSITIONS_JOURNALED = "positions.journaled";

    private final @Nullable Path dir;
    private final SourceTable sources;
    /** By partition; copied when it grows, since it is read for every record and grows a few times in a life. */
    private volatile Streams[] partitions = {};

    private volatile boolean closed;

    private ConsumeLedger(Path dir) throws IOException {
        this.dir = dir;
        sources = new SourceTable(dir);
    }

    private ConsumeLedger() {
        dir = null;
        sources = new SourceTable();
    }

    /** One that forgets: for measuring what recording costs. What it was told cannot be accounted for. */
    public static ConsumeLedger unrecorded() {
        return new ConsumeLedger();
    }

    /**
     * @param parent the ledger's folder {@code consume-GROUP-INSTANCE} is created in it
     * @throws IOException when the folder exists: a process has one ledger, a restarted one is a new instance
     */
    public static ConsumeLedger create(
            Path parent, String group, String instance, String topic, Map<String, String> extra) throws IOException {
        Files.createDirectories(parent);
        Path dir = Files.createDirectory(parent.resolve(folderName(group, instance)));
        Map<String, String> meta = new TreeMap<>(extra);
        meta.put("kind", "consume");
        meta.put("group", group);
        meta.put("instance", instance);
        meta.put("topic", topic);
        meta.put("pid", Long.toString(ProcessHandle.current().pid()));
        meta.put("createdAt", EpochClock.instant(EpochClock.micros()).toString());
        ConsumeLedger ledger = new ConsumeLedger(dir);
        LedgerMeta.write(dir, meta); // last: with it the table of sources is there
        return ledger;
    }

    /** The name of an instance's folder. */
    public static String folderName(String group, String instance) {
        return "consume-" + group + "-" + instance;
    }

    /** Null when nothing is recorded. */
    public @Nullable Path dir() {
        return dir;
    }

    /** The number that stands for this source in this ledger. Keep it: the look-up takes a lock. */
    public int sourceId(Source source) {
        return sources.idOf(source);
    }

    /**
     * A poll handed over a record of the lab's.
     *
     * @param sourceId from {@link #sourceId}
     */
    public void delivered(int partition, int sourceId, long sequence, long offset, long atMicros) {
        streams(partition).deliveries.append(EntryKind.DELIVERED, 0, sourceId, sequence, offset, atMicros);
    }

    /** A poll handed over a record that is not the lab's, or whose identity cannot be read. */
    public void deliveredUnidentified(int partition, long offset, long atMicros) {
        streams(partition).deliveries.append(EntryKind.DELIVERED_UNIDENTIFIED, 0, -1, -1, offset, atMicros);
    }

    /**
     * @param event {@link EntryKind#ASSIGNED}, {@link EntryKind#REVOKED} or {@link EntryKind#LOST}
     * @param position the next offset to be read, -1 when unknown
     */
    public void assignment(EntryKind event, int partition, long position, long atMicros) {
        streams(partition).deliveries.appendEvent(event, 0, -1, -1, position, atMicros);
    }

    /**
     * @param committed the group's committed offset, -1 when it has none, -2 when unknown
     * @param position the next offset to be read, -1 when unknown
     */
    public void assigned(int partition, long committed, long position, long atMicros) {
        streams(partition).deliveries.appendEvent(EntryKind.ASSIGNED, 0, -1, committed, position, atMicros);
    }

    /** The client reset its position; polling thread, before what it then delivers. */
    public void reset(int partition, ResetTrigger trigger, long before, long after, long atMicros) {
        streams(partition).deliveries.appendEvent(EntryKind.RESET, trigger.code(), -1, before, after, atMicros);
    }

    /** The application moved the position; polling thread, before what is then delivered. */
    public void sought(int partition, long before, long after, long atMicros) {
        streams(partition).deliveries.appendEvent(EntryKind.SOUGHT, 0, -1, before, after, atMicros);
    }

    /**
     * A record turned up in another partition than its identity names. On record in {@code misrouted} of the partition
     * that it names.
     *
     * @param kind {@link EntryKind#DELIVERED_MISROUTED} or {@link EntryKind#PROCESSED_MISROUTED}
     * @param intended the partition that the identity names
     * @param actual where it is, and where the offset counts
     */
    public void misrouted(
            EntryKind kind, int intended, int actual, int sourceId, long sequence, long offset, long atMicros) {
        RunJournal journal = streams(intended).misrouted;
        synchronized (journal) {
            journal.append(kind, actual, sourceId, sequence, offset, atMicros);
        }
    }

    /**
     * The application is done with a record.
     *
     * @param outcome one of the processing kinds, {@link EntryKind#PROCESSED} to {@link EntryKind#DEAD_LETTER_FAILED}
     * @param sourceId -1 and {@code sequence} -1 for a record that has no readable identity
     */
    public void outcome(EntryKind outcome, int partition, int sourceId, long sequence, long offset, long atMicros) {
        streams(partition).outcomes.append(outcome, 0, sourceId, sequence, offset, atMicros);
    }

    /** The broker confirmed a commit; {@code offset} is the next one to read. */
    public void committed(int partition, long offset, long atMicros) {
        streams(partition).commits.appendEvent(EntryKind.COMMITTED, 0, -1, -1, offset, atMicros);
    }

    /** Call about once a second, so that a silent ledger is told from a dead one. */
    public void heartbeat() {
        long now = EpochClock.micros();
        for (Streams streams : partitions) {
            if (streams != null) {
                streams.deliveries.heartbeat(now);
                streams.outcomes.heartbeat(now);
                streams.commits.heartbeat(now);
                streams.misrouted.heartbeat(now);
            }
        }
    }

    private Streams streams(int partition) {
        Streams[] known = partitions;
        return partition < known.length && known[partition] != null ? known[partition] : open(partition);
    }

    private synchronized Streams open(int partition) {
        if (closed) {
            throw new IllegalStateException("the ledger " + dir + " is closed");
        }
        Streams[] known = partitions;
        if (partition < known.length && known[partition] != null) {
            return known[partition];
        }
        Streams[] grown = Arrays.copyOf(known, Math.max(known.length, partition + 1));
        try {
            // deliveries last: where they are, the others are, whenever the process is killed
            RunJournal outcomes = journal("outcomes", partition);
            RunJournal commits = journal("commits", partition);
            RunJournal misrouted = journal("misrouted", partition);
            grown[partition] = new Streams(journal("deliveries", partition), outcomes, commits, misrouted);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + dir + " cannot grow: " + e.getMessage(), e);
        }
        partitions = grown;
        return grown[partition];
    }

    private RunJournal journal(String stream, int partition) throws IOException {
        return dir == null
                ? RunJournal.none()
                : RunJournal.create(dir.resolve(RunJournal.fileName(stream, partition)), partition);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (Streams streams : partitions) {
            if (streams != null) {
                streams.deliveries.close();
                streams.outcomes.close();
                streams.commits.close();
                streams.misrouted.close();
            }
        }
        sources.close();
    }

    private record Streams(RunJournal deliveries, RunJournal outcomes, RunJournal commits, RunJournal misrouted) {}
}
