package io.losslab.lab.evidence;

import io.losslab.lab.check.LogStarts;
import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.lab.check.evidence.Transactions;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.DamagedJournalException;
import io.losslab.ledger.journal.JournalReader;
import io.losslab.ledger.journal.LedgerMeta;
import io.losslab.ledger.journal.RunJournal;
import io.losslab.ledger.journal.SendLedger;
import io.losslab.ledger.journal.SourceTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Turns the evidence folder of one run into what the checker takes. Damage is not an error here but a hole: the checker
 * decides what follows from it. The same folder gives the same evidence, always.
 */
public final class EvidenceReader {
    /** Folder of the brokers' logs, {@code broker-ID.log} each. */
    public static final String BROKERS = "brokers";

    private static final long MAX_SAMPLING_GAP_MICROS = 5_000_000;

    private final Path dir;
    private final RunFacts facts;
    private final List<String> holes = new ArrayList<>();
    private final Map<Path, Map<String, String>> senders = new LinkedHashMap<>();
    private final Map<String, List<Member>> members = new HashMap<>();
    private Member witness;
    private Member committedWitness;
    private final Map<String, Member> deadLetters = new HashMap<>();
    private final List<DumpedLogs.Log> dumped;
    /** By broker; null where the ledger is missing. */
    private final Map<Integer, Member> dumps = new HashMap<>();

    private final Map<Integer, List<LogStarts.Increment>> sampled = new HashMap<>();
    private final Map<Integer, List<LogStarts.Return>> returns = new HashMap<>();
    private TransactionStates transactions;
    private BrokerEvents events;
    private Map<String, Map<Integer, List<OffsetEvent>>> offsets;

    private EvidenceReader(Path dir) throws IOException {
        this.dir = dir;
        facts = RunFacts.read(dir);
        holes.addAll(Seal.holes(dir));
        holes.addAll(facts.holes());
        dumped = DumpedLogs.read(dir);
    }

    /**
     * @throws IOException when the folder is none of a finished run, or cannot be read at all
     */
    public static RunEvidence read(Path evidenceDir) throws IOException {
        return new EvidenceReader(evidenceDir).read();
    }

    private RunEvidence read() throws IOException {
        List<String> unfinished = new ArrayList<>();
        for (Path folder : folders(dir.resolve(EvidenceFiles.LEDGERS))) {
            if (LedgerMeta.isUnfinished(folder)) {
                unfinished.add(name(folder)); // its process was killed before it could record anything
                continue;
            }
            Map<String, String> meta = meta(folder);
            if (meta == null) {
                continue;
            }
            if ("send".equals(meta.get("kind"))) {
                senders.put(folder, meta);
            } else {
                members.computeIfAbsent(meta.get("group"), g -> new ArrayList<>())
                        .add(member(folder, meta));
            }
        }
        facts.groupIds().values().forEach(id -> {
            if (!members.containsKey(id)
                    && unfinished.stream().noneMatch(n -> n.startsWith(ConsumeLedger.folderName(id, "")))) {
                holes.add("consume ledger of group " + id + ": none was found");
            }
            members.computeIfAbsent(id, g -> new ArrayList<>()).sort(java.util.Comparator.comparing(Member::startedAt));
        });
        witness = reader(EvidenceFiles.WITNESS);
        if (witness == null) {
            holes.add("witness: its ledger is missing");
        } else if (!facts.witnessAtEnd()) {
            holes.add("witness: did not read to the end of the log");
        }
        if (facts.transactional()) {
            committedWitness = reader(EvidenceFiles.COMMITTED_WITNESS);
            if (committedWitness == null) {
                holes.add(EvidenceFiles.COMMITTED_WITNESS + ": its ledger is missing");
            }
            if (facts.noTransactionStates() == null) {
                transactions = TransactionStates.read(dir, holes);
            }
        }
        for (String group : deadLetterTopics().keySet()) {
            if (group.contains("/") || group.contains("\\") || group.startsWith(".")) {
                holes.add(EvidenceFiles.RUN + ": a group's name that leads out of the folder");
                continue;
            }
            Member found = reader(EvidenceFiles.DEAD_LETTERS + "/" + group);
            if (found == null) {
                holes.add(EvidenceFiles.DEAD_LETTERS + "/" + group + ": its ledger is missing");
            } else {
                deadLetters.put(group, found);
            }
        }
        for (DumpedLogs.Log log : dumped) {
            if (!dumps.containsKey(log.broker())) {
                dumps.put(log.broker(), reader(log.name()));
            }
            if (dumps.get(log.broker()) == null) {
                holes.add(log.name() + ", partition " + log.partition() + ": its ledger is missing");
            }
        }
        List<FaultLines.Line> faults = FaultLines.read(dir, holes);
        String gap = sampledLogStarts(new OwnDeletions(faults));
        if (facts.brokerLogs()) {
            events = BrokerEvents.read(dir.resolve(BROKERS), facts.topic());
            if (events.logs() == 0) {
                holes.add("broker logs: none was found");
            }
        } else if (gap != null) {
            holes.add(gap);
        }
        if (facts.noGroupOffsets() == null) {
            offsets = new GroupOffsetsReader(faults, events == null ? List.of() : events.expiries()).read(dir, holes);
        }
        return new RunEvidence(
                facts.partitions(),
                facts.drainDeadlinePassed(),
                List.copyOf(facts.groupIds().keySet()),
                this::partition,
                List.copyOf(holes));
    }

    private Map<String, String> deadLetterTopics() {
        return facts.deadLetterTopics() == null ? Map.of() : facts.deadLetterTopics();
    }

    private PartitionEvidence partition(int partition) {
        List<String> missing = new ArrayList<>();
        try {
            List<Sent> sent = new ArrayList<>();
            for (Map.Entry<Path, Map<String, String>> sender : senders.entrySet()) {
                Sent one = sent(sender.getKey(), sender.getValue(), partition, missing);
                if (one != null) {
                    sent.add(one);
                }
            }
            Seen seen = witness == null ? null : seen(witness, partition, missing);
            Seen committed = committedWitness == null ? null : seen(committedWitness, partition, missing);
            return new PartitionEvidence(
                    partition,
                    sent,
                    seen,
                    committed,
                    log(partition, missing),
                    dumped(partition, missing),
                    name -> group(name, partition),
                    missing);
        } catch (IOException e) {
            throw new UncheckedIOException("the evidence in " + dir + " cannot be read: " + e.getMessage(), e);
        }
    }

    private List<Dumped> dumped(int partition, List<String> missing) throws IOException {
        List<Dumped> replicas = new ArrayList<>();
        for (DumpedLogs.Log log : dumped) {
            Member ledger = dumps.get(log.broker());
            if (log.partition() == partition && ledger != null) {
                Seen records = seen(ledger, partition, missing);
                replicas.add(new Dumped(log.broker(), log.inSync(), log.startOffset(), log.endOffset(), records));
            }
        }
        return replicas;
    }

    private PartitionLog log(int partition, List<String> missing) {
        RunFacts.End end = facts.ends().get(partition);
        if (end == null) {
            missing.add("end offsets: none of partition " + partition);
            end = new RunFacts.End(0, 0);
        }
        return new PartitionLog(
                logStarts(partition),
                events == null ? List.of() : events.truncations(partition),
                events == null ? List.of() : events.epochs(partition),
                events == null ? List.of() : events.cleanings(partition),
                end.logStartOffset(),
                end.endOffset(),
                facts.brokerLogs(),
                facts.compacted(),
                blocked(partition));
    }

    private PartitionLog.Blocked blocked(int partition) {
        RunFacts.Blocked by = facts.blocked() == null ? null : facts.blocked().get(partition);
        return by == null ? null : new PartitionLog.Blocked(by.lastStableOffset(), by.by());
    }

    private GroupEvidence group(String name, int partition) {
        List<String> missing = new ArrayList<>();
        List<Instance> instances = new ArrayList<>();
        Seen dead = null;
        String id = facts.groupIds().get(name);
        try {
            dead = deadLetters.containsKey(name) ? seen(deadLetters.get(name), partition, missing) : null;
            for (Member member : members.get(id)) {
                if (Files.exists(member.folder().resolve(RunJournal.fileName("deliveries", partition)))) {
                    instances.add(instance(member, partition, missing));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the evidence in " + dir + " cannot be read: " + e.getMessage(), e);
        }
        List<OffsetEvent> committed =
                offsets == null ? null : offsets.getOrDefault(id, Map.of()).getOrDefault(partition, List.of());
        boolean readCommitted =
                facts.readCommitted() != null && facts.readCommitted().contains(name);
        return new GroupEvidence(name, instances, committed, dead, readCommitted, missing);
    }

    /** A member of a group, by its ledger. */
    private record Member(Path folder, String instance, String startedAt, boolean positions, List<Source> sources) {}

    private Member member(Path folder, Map<String, String> meta) throws IOException {
        return new Member(
                folder,
                meta.getOrDefault("instance", name(folder)),
                meta.getOrDefault("createdAt", ""),
                "true".equals(meta.get(ConsumeLedger.POSITIONS_JOURNALED)),
                sources(folder));
    }

    /** The ledger of a reader without a group; null when it is not there. */
    private Member reader(String stream) throws IOException {
        List<Path> folders = folders(dir.resolve(stream));
        Map<String, String> meta = folders.isEmpty() ? null : meta(folders.get(0));
        return meta == null ? null : member(folders.get(0), meta);
    }

    /** Null, and a hole noted, when it is missing or damaged. */
    private Map<String, String> meta(Path folder) throws IOException {
        try {
            return LedgerMeta.read(folder);
        } catch (DamagedJournalException e) {
            holes.add(name(folder) + "/" + LedgerMeta.FILE + ": damaged: " + e.getMessage());
            return null;
        }
    }

    private Seen seen(Member reader, int partition, List<String> missing) throws IOException {
        RunTable records = new RunTable();
        if (Files.exists(reader.folder().resolve(RunJournal.fileName("deliveries", partition)))) {
            journal(reader.folder(), "deliveries", partition, records, missing);
        }
        return new Seen(reader.sources(), records);
    }

    private Instance instance(Member member, int partition, List<String> missing) throws IOException {
        RunTable deliveries = new RunTable();
        RunTable outcomes = new RunTable();
        RunTable commits = new RunTable();
        RunTable misrouted = new RunTable();
        journal(member.folder(), "deliveries", partition, deliveries, missing);
        journal(member.folder(), "outcomes", partition, outcomes, missing);
        journal(member.folder(), "commits", partition, commits, missing);
        journal(member.folder(), "misrouted", partition, misrouted, missing);
        return new Instance(
                member.instance(), member.sources(), member.positions(), deliveries, outcomes, commits, misrouted);
    }

    /** Null when the instance does not know this partition. */
    private Sent sent(Path folder, Map<String, String> meta, int partition, List<String> missing) throws IOException {
        if (partition >= Integer.parseInt(meta.get("partitions"))) {
            return null;
        }
        RunTable acks = new RunTable();
        RunTable failures = new RunTable();
        JournalReader.Header header = journal(folder, "acks", partition, acks, missing);
        journal(folder, "failures", partition, failures, missing);
        Source source = new Source(meta.get("run"), meta.get("producer"));
        Transactions ended = transactions(folder, meta, partition, missing);
        return header == null
                ? new Sent(source, 0, 0, 0, false, acks, failures, ended)
                : new Sent(
                        source,
                        header.counters()[SendLedger.RESERVED],
                        header.counters()[SendLedger.HANDED_OVER],
                        header.counters()[SendLedger.KEY_PERIOD],
                        "true".equals(meta.get("enable.idempotence")),
                        acks,
                        failures,
                        ended);
    }

    /** Null when the producer kept no account of transactions. */
    private Transactions transactions(Path folder, Map<String, String> meta, int partition, List<String> missing)
            throws IOException {
        String id = meta.get(SendLedger.TRANSACTIONAL_ID);
        if (id == null) {
            return null;
        }
        List<RunTable> told = new ArrayList<>();
        for (int p = 0; p < Integer.parseInt(meta.get("partitions")); p++) {
            RunTable ends = new RunTable();
            journal(folder, SendLedger.TRANSACTIONS, p, ends, p == partition ? missing : new ArrayList<>());
            told.add(ends);
        }
        return new Transactions(
                told.get(partition),
                transactions == null ? Transactions.Rest.UNKNOWN : transactions.rest(id, told, successor(id, meta)));
    }

    /** When the next producer made its ledger that has the same transactional id. */
    private long successor(String transactionalId, Map<String, String> of) {
        String createdAt = of.getOrDefault("createdAt", "");
        return senders.values().stream()
                .filter(meta -> transactionalId.equals(meta.get(SendLedger.TRANSACTIONAL_ID)))
                .map(meta -> meta.getOrDefault("createdAt", ""))
                .filter(created -> created.compareTo(createdAt) > 0)
                .mapToLong(created -> EpochClock.micros(Instant.parse(created)))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private List<Source> sources(Path folder) throws IOException {
        try {
            return SourceTable.read(folder);
        } catch (DamagedJournalException | java.nio.file.NoSuchFileException e) {
            holes.add(name(folder) + "/" + SourceTable.FILE + ": " + e.getMessage());
            return List.of();
        }
    }

    /** Null, and a hole noted, when the journal is missing or damaged. */
    private JournalReader.Header journal(Path folder, String stream, int partition, RunTable into, List<String> missing)
            throws IOException {
        Path file = folder.resolve(RunJournal.fileName(stream, partition));
        String where = name(folder) + "/" + RunJournal.fileName(stream, partition);
        try {
            JournalReader.Summary summary = JournalReader.read(file, into);
            if (summary.header().isWritten() && summary.header().partition() != partition) {
                missing.add(where + ": is the journal of partition "
                        + summary.header().partition());
            }
            return summary.header();
        } catch (java.nio.file.NoSuchFileException e) {
            missing.add(where + ": the journal is missing");
        } catch (DamagedJournalException e) {
            missing.add(where + ": damaged: " + e.getMessage());
        }
        return null;
    }

    private LogStarts logStarts(int partition) {
        List<LogStarts.Return> back = new ArrayList<>(returns.getOrDefault(partition, List.of()));
        if (events != null) {
            back.addAll(events.returns(partition));
            return new LogStarts(events.increments(partition), back);
        }
        return new LogStarts(sampled.getOrDefault(partition, List.of()), back);
    }

    /** Returns the first gap in the sampling that is too long to tell what happened in it; null when there is none. */
    private String sampledLogStarts(OwnDeletions deletions) throws IOException {
        Map<Integer, Long> last = new HashMap<>();
        long[] before = {-1};
        long[] beforeThat = {0};
        String[] gap = {null};
        String hole = EvidenceLines.read(dir.resolve(EvidenceFiles.PARTITIONS), ClusterSample.FIELDS, (at, fields) -> {
            int partition = Integer.parseInt(fields[0]);
            if (partition == ClusterSample.HEARTBEAT) {
                if (before[0] >= 0 && at - before[0] > MAX_SAMPLING_GAP_MICROS && gap[0] == null) {
                    gap[0] = EvidenceFiles.PARTITIONS + ": no sample for " + (at - before[0]) / 1_000_000 + " s after "
                            + before[0];
                }
                beforeThat[0] = Math.max(0, before[0]); // a round's samples are older than its heartbeat
                before[0] = at;
                return;
            }
            long start = Long.parseLong(fields[4]);
            Long known = last.put(partition, start);
            if (known != null && start < known) {
                returns.computeIfAbsent(partition, p -> new ArrayList<>()).add(new LogStarts.Return(at, start));
            }
            if (start > 0 && (known == null || start > known)) {
                sampled.computeIfAbsent(partition, p -> new ArrayList<>())
                        .addAll(deletions.moved(partition, known == null ? 0 : known, start, beforeThat[0], at));
            }
        });
        if (hole != null) {
            holes.add(hole);
        }
        return gap[0];
    }

    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }
}
