package io.losslab.ledger.journal;

import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one producer instance meant to send in one run, and what became of each send. A sequence is on record before it
 * is used, so every record that can possibly be in the log is among the intended ones, wherever the process is killed.
 *
 * <p>Folder: {@value LedgerMeta#FILE}, {@code acks-PPPPP.journal} (whose counters are: reserved, handed over, key period)
 * and {@code failures-PPPPP.journal} per partition, and for a transactional producer {@code transactions-PPPPP.journal}: how
 * each transaction ended, as far as the producer was told. What it had handed over after the last of them lay in a
 * transaction of which it does not know.
 *
 * <p>Threads: {@link #reserve}, {@link #handedOver} and {@link #transactionEnded} from the sending thread, {@link #acked}
 * from the client's network thread, {@link #failed} from anywhere.
 */
public final class SendLedger implements Closeable {
    /** Counter of {@code acks}: sequences 0 to this (exclusive) were intended. */
    public static final int RESERVED = 0;
    /** Counter of {@code acks}: sequences 0 to this (exclusive) were given to the client. */
    public static final int HANDED_OVER = 1;
    /** Counter of {@code acks}: see {@link #keyPeriod}. */
    public static final int KEY_PERIOD = 2;
    /** Stream of journals that only a transactional producer has. */
    public static final String TRANSACTIONS = "transactions";
    /** Setting that makes a producer transactional; in {@code extra} of {@link #create}. */
    public static final String TRANSACTIONAL_ID = "transactional.id";

    private final @Nullable Path dir;
    private final Source source;
    private final RunJournal[] acks;
    private final RunJournal[] failures;
    /** Null entries when the producer is not transactional. */
    private final RunJournal[] transactions;

    private final long[] reserved;
    private final long[] handedOver;
    private final long[] ended;

    private SendLedger(@Nullable Path dir, Source source, int partitions) {
        this.dir = dir;
        this.source = source;
        acks = new RunJournal[partitions];
        failures = new RunJournal[partitions];
        transactions = new RunJournal[partitions];
        reserved = new long[partitions];
        handedOver = new long[partitions];
        ended = new long[partitions];
    }

    /**
     * @param parent the ledger's folder {@code send-RUN-PRODUCER} is created in it
     * @param extra further fields for {@value LedgerMeta#FILE}, such as the settings that decide about loss
     * @throws IOException when the folder exists: a source has one ledger
     */
    public static SendLedger create(Path parent, Source source, String topic, int partitions, Map<String, String> extra)
            throws IOException {
        Files.createDirectories(parent);
        Path dir = Files.createDirectory(parent.resolve(folderName(source)));
        Map<String, String> meta = new java.util.TreeMap<>(extra);
        meta.put("kind", "send");
        meta.put("run", source.run());
        meta.put("producer", source.producer());
        meta.put("topic", topic);
        meta.put("partitions", Integer.toString(partitions));
        meta.put("pid", Long.toString(ProcessHandle.current().pid()));
        meta.put("createdAt", EpochClock.instant(EpochClock.micros()).toString());
        SendLedger ledger = new SendLedger(dir, source, partitions);
        try {
            for (int p = 0; p < partitions; p++) {
                ledger.acks[p] = RunJournal.create(dir.resolve(RunJournal.fileName("acks", p)), p);
                ledger.failures[p] = RunJournal.create(dir.resolve(RunJournal.fileName("failures", p)), p);
                if (extra.containsKey(TRANSACTIONAL_ID)) {
                    ledger.transactions[p] = RunJournal.create(dir.resolve(RunJournal.fileName(TRANSACTIONS, p)), p);
                }
            }
            LedgerMeta.write(dir, meta); // last: with it all of the journals are there
        } catch (IOException | RuntimeException e) {
            ledger.close();
            throw e;
        }
        return ledger;
    }

    /** The name of a source's folder. */
    public static String folderName(Source source) {
        return "send-" + source.run() + "-" + source.producer();
    }

    /** One that numbers and forgets: for measuring what recording costs. What it was told cannot be accounted for. */
    public static SendLedger unrecorded(Source source, int partitions) {
        SendLedger ledger = new SendLedger(null, source, partitions);
        for (int p = 0; p < partitions; p++) {
            ledger.acks[p] = RunJournal.none();
            ledger.failures[p] = RunJournal.none();
        }
        return ledger;
    }

    /** Null when nothing is recorded. */
    public @Nullable Path dir() {
        return dir;
    }

    public Source source() {
        return source;
    }

    public int partitions() {
        return acks.length;
    }

    /** The next sequence of the partition. It is on record as intended when this returns. */
    public long reserve(int partition) {
        long sequence = reserved[partition]++;
        acks[partition].counter(RESERVED, sequence + 1);
        return sequence;
    }

    /**
     * Says how keys go with sequences: sequence {@code s} has the key number {@code s mod period} of this partition.
     *
     * @param period 0 when that does not hold (any more)
     */
    public void keyPeriod(int partition, long period) {
        acks[partition].counter(KEY_PERIOD, period);
    }

    /** The client's {@code send} took the record, or threw: from here on its fate is the client's. */
    public void handedOver(int partition, long sequence) {
        handedOver[partition] = sequence + 1;
        acks[partition].counter(HANDED_OVER, sequence + 1);
    }

    /** The client says that what was handed over since the transaction before is committed, or aborted. */
    public void transactionEnded(boolean committed, long atMicros) {
        EntryKind kind = committed ? EntryKind.TRANSACTION_COMMITTED : EntryKind.TRANSACTION_ABORTED;
        for (int p = 0; p < transactions.length; p++) {
            if (transactions[p] != null && handedOver[p] > ended[p]) {
                ended[p] = handedOver[p];
                transactions[p].appendEvent(kind, 0, 0, ended[p], -1, atMicros);
            }
        }
    }

    /**
     * @param offset where the broker says the record is; -1 when it does not say (acks=0, an answered duplicate), which
     *     is no proof of a place in the log
     */
    public void acked(int partition, long sequence, long offset, long atMicros) {
        acks[partition].append(EntryKind.ACKED, 0, 0, sequence, offset, atMicros);
    }

    public void failed(int partition, long sequence, SendFailure failure, long atMicros) {
        RunJournal journal = failures[partition];
        synchronized (journal) {
            journal.append(EntryKind.FAILED, failure.code(), 0, sequence, -1, atMicros);
        }
    }

    /** Call about once a second, so that a silent ledger is told from a dead one. */
    public void heartbeat() {
        long now = EpochClock.micros();
        for (int p = 0; p < acks.length; p++) {
            acks[p].heartbeat(now);
            failures[p].heartbeat(now);
            if (transactions[p] != null) {
                transactions[p].heartbeat(now);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (int p = 0; p < acks.length; p++) {
            if (acks[p] != null) {
                acks[p].close();
            }
            if (failures[p] != null) {
                failures[p].close();
            }
            if (transactions[p] != null) {
                transactions[p].close();
            }
        }
    }
}
