package io.losslab.producer;

import io.losslab.app.measure.Latencies;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.SendFailure;
import io.losslab.ledger.journal.SendLedger;
import io.losslab.ledger.payload.PayloadEncoder;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one run: numbers them, hands them to the client, and notes what became of each.
 *
 * <p>Threads: {@link #send}, {@link #shape} on the pacing thread only; acknowledgements on the client's network thread; the
 * figures from any.
 */
final class LoadRun {
    /** A record that has its number, but did not get into the client before the pacing was interrupted. */
    private record Carried(byte[] key, int partition, long sequence) {}

    private final SendLedger ledger;
    private final String topic;
    private final Producer<byte[], byte[]> client;
    private final Latencies latencies = new Latencies();
    private final AtomicLong intended = new AtomicLong();
    private final AtomicLong handedOver = new AtomicLong();
    private final AtomicLong acked = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong indeterminate = new AtomicLong();
    private final AtomicLongArray failures = new AtomicLongArray(SendFailure.values().length);
    private volatile @Nullable String lastFailure;
    private volatile @Nullable String fatal;

    @SuppressWarnings("NullAway.Init") // by shape, which comes before the first send
    private PayloadEncoder encoder;

    @SuppressWarnings("NullAway.Init")
    private KeyRing keys;

    private int user;
    private @Nullable Carried carried;

    /** Who calls {@code send}: a callback on this thread is a refusal, one on another is an answer. */
    @SuppressWarnings("NullAway.Init")
    private Thread sender;

    LoadRun(SendLedger ledger, String topic, Producer<byte[], byte[]> client) {
        this.ledger = ledger;
        this.topic = topic;
        this.client = client;
    }

    /** How the records from now on look. */
    void shape(int valueBytes, int users) {
        sender = Thread.currentThread();
        encoder = new PayloadEncoder(ledger.source(), valueBytes);
        if (keys == null || keys.size() != users) {
            boolean first = keys == null;
            keys = new KeyRing(users, ledger.partitions());
            user = 0;
            for (int partition = 0; partition < ledger.partitions(); partition++) {
                ledger.keyPeriod(partition, first ? keys.usersOf(partition) : 0);
            }
        }
    }

    /**
     * Sends the next record. Blocks while the client's buffer is full, for {@code max.block.ms} at most.
     *
     * @param dueNanos when it should have been sent
     * @throws InterruptException when the thread was interrupted while the client made it wait; the record keeps its
     *     number and goes first next time
     */
    void send(long dueNanos) {
        byte[] key;
        int partition;
        long sequence;
        if (carried == null) {
            key = keys.keyOf(user);
            partition = keys.partitionOf(user);
            sequence = ledger.reserve(partition);
            increment(intended);
            user = user + 1 == keys.size() ? 0 : user + 1;
        } else {
            key = carried.key;
            partition = carried.partition;
            sequence = carried.sequence;
            carried = null;
        }
        byte[] value = encoder.encode(partition, sequence, EpochClock.microsAtNanoTime(dueNanos));
        Fate fate = new Fate(partition, sequence, dueNanos);
        try {
            client.send(new ProducerRecord<>(topic, partition, key, value), fate);
        } catch (InterruptException e) {
            carried = new Carried(key, partition, sequence);
            throw e;
        } catch (RuntimeException e) {
            fate.refused(e);
        }
        ledger.handedOver(partition, sequence);
        increment(handedOver);
    }

    /** Told once by the client what became of the record; on its network thread, or within {@code send}. */
    private final class Fate implements Callback {
        private final int partition;
        private final long sequence;
        private final long dueNanos;

        Fate(int partition, long sequence, long dueNanos) {
            this.partition = partition;
            this.sequence = sequence;
            this.dueNanos = dueNanos;
        }

        @Override
        public void onCompletion(RecordMetadata metadata, @Nullable Exception e) {
            try {
                if (e == null) {
                    acked(metadata.hasOffset() ? metadata.offset() : -1);
                } else {
                    failed(e, Thread.currentThread() != sender);
                }
            } catch (RuntimeException broken) {
                // the ledger cannot grow: nothing more may be sent that could not be accounted for
                fail(reason(broken));
            }
        }

        private void acked(long offset) {
            long now = System.nanoTime();
            ledger.acked(partition, sequence, offset, EpochClock.microsAtNanoTime(now));
            latencies.record((now - dueNanos) / 1_000);
            increment(acked);
        }

        void refused(RuntimeException e) {
            if (e instanceof IllegalStateException) {
                fail(reason(e));
            }
            failed(e, false);
        }

        private void failed(Exception e, boolean byBroker) {
            SendFailure failure = SendFailures.of(e, byBroker);
            ledger.failed(partition, sequence, failure, EpochClock.micros());
            failures.incrementAndGet(failure.ordinal());
            (failure.isDefinite() ? failed : indeterminate).incrementAndGet();
            lastFailure = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    /** Only for counts with one writer: cheaper than an atomic increment. */
    private static void increment(AtomicLong count) {
        count.setRelease(count.getPlain() + 1);
    }

    /** The client says so of all that was handed to it since the transaction before. Pacing thread. */
    void transactionEnded(boolean committed) {
        ledger.transactionEnded(committed, EpochClock.micros());
    }

    SendLedger ledger() {
        return ledger;
    }

    Source source() {
        return ledger.source();
    }

    Latencies latencies() {
        return latencies;
    }

    /** Records that were given a number. */
    long intended() {
        return intended.get();
    }

    /** Records that the client took, or refused. */
    long handedOver() {
        return handedOver.get();
    }

    long acked() {
        return acked.get();
    }

    /** Certainly not stored. */
    long failed() {
        return failed.get();
    }

    /** Neither acknowledged nor certainly not stored. */
    long indeterminate() {
        return indeterminate.get();
    }

    long outstanding() {
        return Math.max(0, handedOver.get() - acked.get() - failed.get() - indeterminate.get());
    }

    long failures(SendFailure failure) {
        return failures.get(failure.ordinal());
    }

    @Nullable
    String lastFailure() {
        return lastFailure;
    }

    /** Nothing more can be sent; the first reason is the one that counts. Any thread. */
    void fail(String why) {
        if (fatal == null) {
            fatal = why;
        }
    }

    /** Never null, which would leave the run going on. */
    private static String reason(RuntimeException e) {
        return e.getMessage() != null ? e.getMessage() : e.toString();
    }

    /** Why nothing more can be sent, or null. */
    @Nullable
    String fatal() {
        return fatal;
    }

    void close() throws IOException {
        ledger.close();
    }
}
