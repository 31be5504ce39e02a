package io.losslab.lab.evidence;

import io.losslab.lab.check.evidence.Intentions;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.lab.check.evidence.Transactions;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.JournalReader;
import io.losslab.ledger.journal.SendLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the producers of the load say that they sent. */
final class SendLedgers {
    private final Ledgers ledgers;

    /** Null when the coordinator's log is none of the evidence. */
    private final @Nullable TransactionStates transactions;

    SendLedgers(Ledgers ledgers, @Nullable TransactionStates transactions) {
        this.ledgers = ledgers;
        this.transactions = transactions;
    }

    /**
     * One entry a producer instance that knows the partition.
     *
     * @param missing takes the holes
     */
    List<Sent> sent(int partition, List<String> missing) throws IOException {
        List<Sent> sent = new ArrayList<>();
        for (Map.Entry<Path, Map<String, String>> sender : ledgers.senders().entrySet()) {
            if (partition < Integer.parseInt(sender.getValue().get("partitions"))) {
                sent.add(sent(sender.getKey(), sender.getValue(), partition, missing));
            }
        }
        return sent;
    }

    private Sent sent(Path folder, Map<String, String> meta, int partition, List<String> missing) throws IOException {
        RunTable acks = new RunTable();
        RunTable failures = new RunTable();
        JournalReader.Header header = ledgers.journal(folder, "acks", partition, acks, missing);
        ledgers.journal(folder, "failures", partition, failures, missing);
        Source source =
                new Source(Objects.requireNonNull(meta.get("run")), Objects.requireNonNull(meta.get("producer")));
        Transactions ended = transactions(folder, meta, partition, missing);
        if (header == null) {
            return new Sent(source, Intentions.upTo(0, 0), 0, false, acks, failures, ended);
        }
        long[] counters = header.counters();
        return new Sent(
                source,
                Intentions.upTo(counters[SendLedger.RESERVED], counters[SendLedger.HANDED_OVER]),
                counters[SendLedger.KEY_PERIOD],
                "true".equals(meta.get("enable.idempotence")),
                acks,
                failures,
                ended);
    }

    /** Null when the producer kept no account of transactions. */
    private @Nullable Transactions transactions(
            Path folder, Map<String, String> meta, int partition, List<String> missing) throws IOException {
        String id = meta.get(SendLedger.TRANSACTIONAL_ID);
        if (id == null) {
            return null;
        }
        List<RunTable> told = new ArrayList<>();
        for (int p = 0; p < Integer.parseInt(meta.get("partitions")); p++) {
            RunTable ends = new RunTable();
            ledgers.journal(folder, SendLedger.TRANSACTIONS, p, ends, p == partition ? missing : new ArrayList<>());
            told.add(ends);
        }
        return new Transactions(
                told.get(partition),
                transactions == null ? Transactions.Rest.UNKNOWN : transactions.rest(id, told, successor(id, meta)));
    }

    /** When the next producer made its ledger that has the same transactional id. */
    private long successor(String transactionalId, Map<String, String> of) {
        String createdAt = of.getOrDefault("createdAt", "");
        return ledgers.senders().values().stream()
                .filter(meta -> transactionalId.equals(meta.get(SendLedger.TRANSACTIONAL_ID)))
                .map(meta -> meta.getOrDefault("createdAt", ""))
                .filter(created -> created.compareTo(createdAt) > 0)
                .mapToLong(created -> EpochClock.micros(Instant.parse(created)))
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
