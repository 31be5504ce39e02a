package io.losslab.app.consume;

import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.GapStatus;
import io.losslab.contract.status.LatencyMs;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.ResetTrigger;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The books of one consumer process: every delivery, outcome and commit goes through here into the ledger, and into the
 * figures that {@code /status} and the metrics show.
 *
 * <p>Threads: {@link #delivered}, {@link #assigned}, {@link #released} and {@link #committed} on the polling thread;
 * {@code processed} on the processing thread; the rest from anywhere. A journal of a partition is written under the lock
 * of its stream, which is nearly always free.
 */
final class ConsumerAccounts {
    /** Longer than from the client's log line to the end of the poll that was on then. */
    private static final long SETTLED_MICROS = 1_000_000;

    /** A gap that waits for the broker's word on the log start. */
    record NoticedGap(int partition, GapWatch.Gap gap, Source source, long atMicros) {}

    private final ConsumeLedger ledger;
    private final String topic;
    private final PositionLog positions;
    private final Map<Integer, PartitionAccount> partitions = new ConcurrentHashMap<>();
    private final ConsumerFigures figures = new ConsumerFigures();
    private final AtomicLong ledgerFailures = new AtomicLong();
    private final ConcurrentLinkedQueue<NoticedGap> noticed = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<IdentityReader> readers;
    private volatile Runnable onTick = () -> {};
    private volatile boolean everAssigned;
    private volatile boolean closed;
    private volatile @Nullable String failure;
    private volatile @Nullable String channelFailure;

    ConsumerAccounts(ConsumeLedger ledger, String topic, PositionLog positions) {
        this.ledger = ledger;
        this.topic = topic;
        this.positions = positions;
        readers = ThreadLocal.withInitial(() -> new IdentityReader(ledger));
    }

    /** Whether these books are about the topic; whatever else the process reads is not in them. */
    boolean isAbout(String topic) {
        return this.topic.equals(topic);
    }

    PartitionAccount partition(int partition) {
        PartitionAccount known = partitions.get(partition);
        return known != null ? known : partitions.computeIfAbsent(partition, PartitionAccount::new);
    }

    Collection<PartitionAccount> partitions() {
        return partitions.values();
    }

    /** Resets and seeks that happened go on record before what follows them. */
    void positionsMoved() {
        synchronized (positions) {
            for (PositionEvent event = positions.poll(); event != null; event = positions.poll()) {
                record(event);
            }
        }
    }

    /**
     * Those that nothing followed for a while, so that a killed process has them on record, too. After so long the polling
     * thread has journaled whatever it read before them.
     */
    private void positionsMovedLongAgo() {
        long before = EpochClock.micros() - SETTLED_MICROS;
        synchronized (positions) {
            for (PositionEvent event = positions.peek();
                    event != null && event.atMicros() < before;
                    event = positions.peek()) {
                positions.poll();
                record(event);
            }
        }
    }

    private void record(PositionEvent event) {
        PartitionAccount account = partition(event.partition());
        synchronized (account.deliveries) {
            ResetTrigger trigger = event.trigger();
            if (trigger == null) {
                ledger.sought(event.partition(), account.position, event.after(), event.atMicros());
                PartitionAccount.increment(account.seeks);
            } else {
                ledger.reset(event.partition(), trigger, event.before(), event.after(), event.atMicros());
                PartitionAccount.increment(account.resets);
            }
            account.movedTo(event.after());
        }
    }

    /** A poll handed over these records. */
    void delivered(int partition, Iterable<? extends ConsumerRecord<?, ?>> records) {
        PartitionAccount account = partition(partition);
        synchronized (account.deliveries) {
            delivered(account, partition, records);
        }
    }

    private void delivered(PartitionAccount account, int partition, Iterable<? extends ConsumerRecord<?, ?>> records) {
        IdentityReader reader = readers.get();
        long now = EpochClock.micros();
        long next = account.deliveredTo;
        for (ConsumerRecord<?, ?> record : records) {
            byte @Nullable [] value = record.value() instanceof byte[] bytes ? bytes : null;
            long offset = record.offset();
            boolean identified = reader.decoder.decodeIdentity(value) == PayloadDecoder.Kind.RECORD;
            if (identified && reader.decoder.partition() == partition) {
                int source = reader.sourceId();
                long sequence = reader.decoder.sequence();
                ledger.delivered(partition, source, sequence, offset, now);
                GapWatch.Gap gap = account.gaps.delivered(source, sequence, offset);
                if (gap != null) {
                    noticed.add(new NoticedGap(partition, gap, reader.decoder.source(), now));
                }
            } else {
                if (identified && reader.decoder.decode(value) == PayloadDecoder.Kind.RECORD) {
                    misrouted(EntryKind.DELIVERED_MISROUTED, reader, partition, offset, now);
                }
                ledger.deliveredUnidentified(partition, offset, now);
                account.gaps.delivered(offset);
            }
            next = offset + 1;
        }
        account.deliveredTo = next;
        account.position = next;
    }

    /** A poll moved the position, which may be further than the last record that it handed over. */
    void fetchedTo(int partition, long position) {
        partition(partition).position = position;
    }

    private void misrouted(EntryKind kind, IdentityReader reader, int actual, long offset, long now) {
        ledger.misrouted(
                kind, reader.decoder.partition(), actual, reader.sourceId(), reader.decoder.sequence(), offset, now);
    }

    /**
     * @param position the next offset to be read, -1 when unknown
     * @param committed the group's committed offset, -1 when it has none, -2 when unknown
     * @param logStart -1 when unknown
     */
    void assigned(int partition, long position, long committed, long logStart) {
        PartitionAccount account = partition(partition);
        positionsMoved();
        long now = EpochClock.micros();
        synchronized (account.deliveries) {
            if (account.assigned) {
                // never taken away in order: the session ended, and the client could not say so
                ledger.assignment(EntryKind.LOST, partition, account.position, now);
            }
            ledger.assigned(partition, committed, position, now);
        }
        account.gaps.assigned(position, committed == -1, logStart);
        account.assignedAt(position);
        account.committed = Math.max(committed, -1);
        account.logStart = Math.max(account.logStart, logStart);
        account.assigned = true;
        everAssigned = true;
    }

    void released(EntryKind how, int partition, long position) {
        PartitionAccount account = partition(partition);
        positionsMoved();
        synchronized (account.deliveries) {
            ledger.assignment(how, partition, position < 0 ? account.position : position, EpochClock.micros());
        }
        account.assigned = false;
    }

    void committed(int partition, long offset) {
        ledger.committed(partition, offset, EpochClock.micros());
        partition(partition).committed = offset;
    }

    /**
     * The application did with the record what it should; on record before the offset may be committed. A record of another
     * topic is nothing to these books.
     *
     * @throws IllegalStateException when the books are closed or damaged: then the record must not be acknowledged
     */
    void processed(ConsumerRecord<?, byte[]> record) {
        requireOpen();
        if (!isAbout(record.topic())) {
            return;
        }
        PartitionAccount account = partition(record.partition());
        IdentityReader reader = readers.get();
        PayloadDecoder.Kind kind = reader.decoder.decode(record.value());
        long now = EpochClock.micros();
        synchronized (account.outcomes) {
            outcome(account, reader, kind, record, now);
        }
    }

    /**
     * As {@link #processed(ConsumerRecord)} for each of them, in order; what was recorded before a failure stays on record.
     *
     * @param records of one partition
     */
    void processed(List<? extends ConsumerRecord<?, byte[]>> records) {
        requireOpen();
        if (records.isEmpty() || !isAbout(records.get(0).topic())) {
            return;
        }
        PartitionAccount account = partition(records.get(0).partition());
        IdentityReader reader = readers.get();
        synchronized (account.outcomes) {
            for (ConsumerRecord<?, byte[]> record : records) {
                requireOpen();
                outcome(account, reader, reader.decoder.decode(record.value()), record, EpochClock.micros());
            }
        }
    }

    /** Called by whoever holds {@link PartitionAccount#outcomes}. */
    private void outcome(
            PartitionAccount account,
            IdentityReader reader,
            PayloadDecoder.Kind kind,
            ConsumerRecord<?, ?> record,
            long now) {
        try {
            if (kind == PayloadDecoder.Kind.CORRUPT) {
                ledger.outcome(EntryKind.PROCESSED_CORRUPT, record.partition(), -1, -1, record.offset(), now);
                PartitionAccount.increment(account.corrupt);
            } else if (kind == PayloadDecoder.Kind.FOREIGN) {
                ledger.outcome(EntryKind.PROCESSED_FOREIGN, record.partition(), -1, -1, record.offset(), now);
                PartitionAccount.increment(account.foreign);
            } else if (reader.decoder.partition() != record.partition()) {
                misrouted(EntryKind.PROCESSED_MISROUTED, reader, record.partition(), record.offset(), now);
                ledger.outcome(EntryKind.PROCESSED_FOREIGN, record.partition(), -1, -1, record.offset(), now);
                PartitionAccount.increment(account.misrouted);
            } else {
                ledger.outcome(
                        EntryKind.PROCESSED,
                        record.partition(),
                        reader.sourceId(),
                        reader.decoder.sequence(),
                        record.offset(),
                        now);
                figures.latency(now - reader.decoder.intendedMicros());
                PartitionAccount.increment(account.processed);
            }
            account.done(record.offset());
        } catch (RuntimeException e) {
            fail(e);
            throw e;
        }
    }

    /**
     * The application failed on the record, and this became of it; on record before the offset may be committed. Any
     * thread.
     *
     * @param outcome {@link EntryKind#PROCESSING_FAILED} to {@link EntryKind#DEAD_LETTER_FAILED}
     * @throws IllegalStateException when the books are closed or damaged: then the record must not be acknowledged
     */
    void notProcessed(EntryKind outcome, int partition, long offset, byte @Nullable [] value) {
        requireOpen();
        PartitionAccount account = partition(partition);
        IdentityReader reader = readers.get();
        boolean identified =
                reader.decoder.decode(value) == PayloadDecoder.Kind.RECORD && reader.decoder.partition() == partition;
        try {
            synchronized (account.outcomes) {
                ledger.outcome(
                        outcome,
                        partition,
                        identified ? reader.sourceId() : -1,
                        identified ? reader.decoder.sequence() : -1,
                        offset,
                        EpochClock.micros());
                PartitionAccount.increment(account.count(outcome));
                if (outcome == EntryKind.IGNORED || outcome == EntryKind.DEAD_LETTERED) {
                    account.done(offset);
                }
            }
        } catch (RuntimeException e) {
            fail(e);
            throw e;
        }
    }

    private void requireOpen() {
        if (closed || failure != null) {
            throw new IllegalStateException(closed ? "this consumer has stopped" : failure);
        }
    }

    /** The books cannot be kept any more (a full disk, mostly): nothing more is processed, and the service is not healthy. */
    void fail(Exception cause) {
        if (failure == null) {
            failure = cause.getMessage() != null ? cause.getMessage() : cause.toString();
        }
        ledgerFailures.incrementAndGet();
    }

    /** The channel is closed for good: the connector neither polls nor hands over anything from now on. */
    void channelFailed(Throwable cause) {
        if (channelFailure == null) {
            channelFailure = "the channel has failed: " + (cause.getMessage() != null ? cause.getMessage() : cause);
        }
    }

    @Nullable
    NoticedGap nextNoticedGap() {
        return noticed.poll();
    }

    void show(GapStatus gap) {
        figures.show(gap);
    }

    /** About once a second. */
    void tick() {
        if (!closed) {
            positionsMovedLongAgo();
            ledger.heartbeat();
        }
        figures.tick(processed());
        onTick.run();
    }

    /** Something else to do about once a second, on the same thread. */
    void onTick(Runnable action) {
        onTick = action;
    }

    /** As of the last tick. */
    LatencyMs latency() {
        return figures.latency();
    }

    long processed() {
        return ConsumerFigures.processed(partitions.values());
    }

    String topic() {
        return topic;
    }

    @Nullable
    String failure() {
        return failure;
    }

    void close() throws IOException {
        closed = true;
        positionsMoved();
        ledger.close();
    }

    private ConsumerStatus.State state() {
        if (failure != null || channelFailure != null) {
            return ConsumerStatus.State.FAILED;
        }
        if (closed) {
            return ConsumerStatus.State.STOPPED;
        }
        return everAssigned ? ConsumerStatus.State.RUNNING : ConsumerStatus.State.STARTING;
    }

    /**
     * @param health what the connector says of a channel that has ended; null while it reads
     */
    ConsumerStatus status(
            String app, String group, String instance, @Nullable Double delayMs, @Nullable String health) {
        ConsumerFigures.Place place = new ConsumerFigures.Place(app, group, instance, topic, ledger.dir());
        ConsumerFigures.Condition condition = new ConsumerFigures.Condition(
                state(),
                failure != null ? failure : channelFailure,
                health != null ? health : channelFailure,
                ledgerFailures.get());
        return figures.status(place, condition, delayMs, partitions.values());
    }
}
