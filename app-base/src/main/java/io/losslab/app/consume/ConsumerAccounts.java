package io.losslab.app.consume;

import io.losslab.app.measure.Latencies;
import io.losslab.app.measure.LatencyMs;
import io.losslab.app.measure.RateMeter;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The books of one consumer process: every delivery, outcome and commit goes through here into the ledger, and into the
 * figures that {@code /status} and the metrics show.
 *
 * <p>Threads: {@link #delivered}, {@link #assigned}, {@link #released} and {@link #committed} on the polling thread;
 * {@link #processed} on the processing thread; the rest from anywhere.
 */
final class ConsumerAccounts {
    private static final int GAPS_SHOWN = 100;

    /** A gap that waits for the broker's word on the log start. */
    record NoticedGap(int partition, GapWatch.Gap gap, Source source, long atMicros) {}

    /** Reads identities and remembers the number of the last source, so that the usual record costs no look-up. */
    private final class Reader {
        private final PayloadDecoder decoder = new PayloadDecoder();
        private Source source;
        private int sourceId;

        int sourceId() {
            if (decoder.source() != source) {
                source = decoder.source();
                sourceId = ledger.sourceId(source);
            }
            return sourceId;
        }
    }

    private final ConsumeLedger ledger;
    private final String topic;
    private final Map<Integer, PartitionAccount> partitions = new ConcurrentHashMap<>();
    private final Latencies endToEnd = new Latencies();
    private final RateMeter rate = new RateMeter();
    private final AtomicLong failed = new AtomicLong();
    private final Deque<GapStatus> lastGaps = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<NoticedGap> noticed = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Reader> readers = ThreadLocal.withInitial(Reader::new);
    private volatile Runnable onTick = () -> {};
    private volatile LatencyMs latency = new LatencyMs(0, 0, 0, 0, 0);
    private volatile boolean everAssigned;
    private volatile boolean closed;
    private volatile String failure;

    ConsumerAccounts(ConsumeLedger ledger, String topic) {
        this.ledger = ledger;
        this.topic = topic;
    }

    PartitionAccount partition(int partition) {
        PartitionAccount known = partitions.get(partition);
        return known != null ? known : partitions.computeIfAbsent(partition, PartitionAccount::new);
    }

    Collection<PartitionAccount> partitions() {
        return partitions.values();
    }

    /** A poll handed over these records. */
    void delivered(int partition, Iterable<? extends ConsumerRecord<?, ?>> records) {
        PartitionAccount account = partition(partition);
        Reader reader = readers.get();
        long now = EpochClock.micros();
        long position = account.position;
        for (ConsumerRecord<?, ?> record : records) {
            byte[] value = record.value() instanceof byte[] bytes ? bytes : null;
            long offset = record.offset();
            if (reader.decoder.decodeIdentity(value) == PayloadDecoder.Kind.RECORD) {
                int source = reader.sourceId();
                long sequence = reader.decoder.sequence();
                ledger.delivered(partition, source, sequence, offset, now);
                GapWatch.Gap gap = account.gaps.delivered(source, sequence, offset);
                if (gap != null) {
                    noticed.add(new NoticedGap(partition, gap, reader.source, now));
                }
            } else {
                ledger.deliveredUnidentified(partition, offset, now);
                account.gaps.delivered(offset);
            }
            position = offset + 1;
        }
        account.position = position;
    }

    /**
     * @param position the next offset to be read, -1 when unknown
     * @param committed the group's committed offset, -1 when it has none, -2 when unknown
     * @param logStart -1 when unknown
     */
    void assigned(int partition, long position, long committed, long logStart) {
        PartitionAccount account = partition(partition);
        long now = EpochClock.micros();
        if (account.assigned) {
            // never taken away in order: the session ended, and the client could not say so
            ledger.assignment(EntryKind.LOST, partition, account.position, now);
        }
        ledger.assignment(EntryKind.ASSIGNED, partition, position, now);
        account.gaps.assigned(position, committed == -1, logStart);
        account.position = position;
        account.processedTo = position;
        account.committed = Math.max(committed, -1);
        account.logStart = Math.max(account.logStart, logStart);
        account.assigned = true;
        everAssigned = true;
    }

    void released(EntryKind how, int partition, long position) {
        PartitionAccount account = partition(partition);
        ledger.assignment(how, partition, position < 0 ? account.position : position, EpochClock.micros());
        account.assigned = false;
    }

    void committed(int partition, long offset) {
        ledger.committed(partition, offset, EpochClock.micros());
        partition(partition).committed = offset;
    }

    /**
     * The application did with the record what it should; on record before the offset may be committed.
     *
     * @throws IllegalStateException when the books are closed or damaged: then the record must not be acknowledged
     */
    void processed(ConsumerRecord<?, byte[]> record) {
        if (closed || failure != null) {
            throw new IllegalStateException(closed ? "this consumer has stopped" : failure);
        }
        PartitionAccount account = partition(record.partition());
        Reader reader = readers.get();
        long now = EpochClock.micros();
        try {
            switch (reader.decoder.decode(record.value())) {
                case RECORD -> {
                    ledger.outcome(
                            EntryKind.PROCESSED,
                            record.partition(),
                            reader.sourceId(),
                            reader.decoder.sequence(),
                            record.offset(),
                            now);
                    endToEnd.record(now - reader.decoder.intendedMicros());
                    PartitionAccount.increment(account.processed);
                }
                case CORRUPT -> {
                    ledger.outcome(EntryKind.PROCESSED_CORRUPT, record.partition(), -1, -1, record.offset(), now);
                    PartitionAccount.increment(account.corrupt);
                }
                case FOREIGN -> {
                    ledger.outcome(EntryKind.PROCESSED_FOREIGN, record.partition(), -1, -1, record.offset(), now);
                    PartitionAccount.increment(account.foreign);
                }
                default -> throw new AssertionError();
            }
        } catch (RuntimeException e) {
            fail(e);
            throw e;
        }
        account.processedTo = record.offset() + 1;
    }

    /** The books cannot be kept any more (a full disk, mostly): nothing more is processed, and the service is not healthy. */
    void fail(Exception cause) {
        if (failure == null) {
            failure = cause.getMessage() != null ? cause.getMessage() : cause.toString();
        }
        failed.incrementAndGet();
    }

    NoticedGap nextNoticedGap() {
        return noticed.poll();
    }

    void show(GapStatus gap) {
        synchronized (lastGaps) {
            lastGaps.addFirst(gap);
            if (lastGaps.size() > GAPS_SHOWN) {
                lastGaps.removeLast();
            }
        }
    }

    /** About once a second. */
    void tick() {
        if (!closed) {
            ledger.heartbeat();
        }
        rate.sample(processed(), System.nanoTime());
        latency = endToEnd.snapshot();
        onTick.run();
    }

    /** Something else to do about once a second, on the same thread. */
    void onTick(Runnable action) {
        onTick = action;
    }

    /** As of the last tick. */
    LatencyMs latency() {
        return latency;
    }

    long processed() {
        return partitions.values().stream().mapToLong(p -> p.processed.get()).sum();
    }

    String topic() {
        return topic;
    }

    String failure() {
        return failure;
    }

    void close() throws IOException {
        closed = true;
        ledger.close();
    }

    private ConsumerStatus.State state() {
        if (failure != null) {
            return ConsumerStatus.State.FAILED;
        }
        if (closed) {
            return ConsumerStatus.State.STOPPED;
        }
        return everAssigned ? ConsumerStatus.State.RUNNING : ConsumerStatus.State.STARTING;
    }

    ConsumerStatus status(String app, String group, String instance, Double delayMs) {
        List<PartitionAccount> all = new ArrayList<>(partitions.values());
        all.sort(Comparator.comparingInt(p -> p.partition));
        List<GapStatus> gaps;
        synchronized (lastGaps) {
            gaps = List.copyOf(lastGaps);
        }
        return new ConsumerStatus(
                app,
                state(),
                group,
                instance,
                topic,
                delayMs,
                processed(),
                rate.perSecond(),
                all.stream().mapToLong(p -> p.gaps.redelivered()).sum(),
                all.stream().mapToLong(p -> p.gaps.duplicates()).sum(),
                all.stream().mapToLong(p -> p.corrupt.get()).sum(),
                all.stream().mapToLong(p -> p.foreign.get()).sum(),
                failed.get(),
                all.stream().mapToLong(p -> p.gaps.lost()).sum(),
                all.stream().mapToLong(p -> p.gaps.gaps()).sum(),
                all.stream().mapToLong(p -> p.gaps.late()).sum(),
                all.stream().mapToLong(p -> p.gaps.unconfirmed()).sum(),
                gaps,
                all.stream()
                        .filter(p -> p.assigned)
                        .map(PartitionAccount::status)
                        .toList(),
                endToEnd.snapshot(),
                ledger.dir().toAbsolutePath().toString(),
                failure);
    }
}
