package io.losslab.lab.experiment.evidence;

import io.losslab.lab.check.LogStarts;
import io.losslab.lab.check.RunEvidence;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.DamagedJournalException;
import io.losslab.ledger.journal.JournalReader;
import io.losslab.ledger.journal.LedgerMeta;
import io.losslab.ledger.journal.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Turns the evidence folder of one run into what the checker takes. Damage is not an error here but a hole: the checker
 * decides what follows from it. The same folder gives the same evidence, always.
 */
public final class EvidenceReader {
    /** Folder of the services' ledgers. */
    public static final String LEDGERS = "ledgers";
    /** Folder of the brokers' logs, {@code broker-ID.log} each. */
    public static final String BROKERS = "brokers";

    private static final long MAX_SAMPLING_GAP_MICROS = 5_000_000;

    private final Path dir;
    private final RunFacts facts;
    private final List<String> holes = new ArrayList<>();

    private EvidenceReader(Path dir) throws IOException {
        this.dir = dir;
        facts = RunFacts.read(dir);
        holes.addAll(Seal.holes(dir));
        holes.addAll(facts.holes());
    }

    /**
     * @throws IOException when the folder is none of a finished run, or cannot be read at all
     */
    public static RunEvidence read(Path evidenceDir) throws IOException {
        return new EvidenceReader(evidenceDir).read();
    }

    private RunEvidence read() throws IOException {
        List<RunEvidence.Sent> sent = new ArrayList<>();
        Map<String, List<RunEvidence.Consumed>> consumed = new HashMap<>();
        for (Path folder : folders(dir.resolve(LEDGERS))) {
            Map<String, String> meta = LedgerMeta.read(folder);
            if ("send".equals(meta.get("kind"))) {
                sent.add(sent(folder, meta));
            } else {
                consumed.computeIfAbsent(meta.get("group"), g -> new ArrayList<>())
                        .add(consumed(folder, meta));
            }
        }
        List<RunEvidence.Group> groups = new ArrayList<>();
        facts.groupIds().forEach((name, id) -> {
            List<RunEvidence.Consumed> instances = consumed.getOrDefault(id, List.of());
            if (instances.isEmpty()) {
                holes.add("consume ledger of group " + id + ": none was found");
            }
            groups.add(new RunEvidence.Group(name, instances));
        });
        RunEvidence.Consumed witness = witness();
        Map<Integer, RunEvidence.PartitionEnd> ends = new TreeMap<>();
        facts.ends()
                .forEach((partition, end) ->
                        ends.put(partition, new RunEvidence.PartitionEnd(end.logStartOffset(), end.endOffset())));
        Map<Integer, LogStarts> logStarts = logStarts();
        return new RunEvidence(
                facts.partitions(),
                facts.drainDeadlinePassed(),
                sent,
                groups,
                witness,
                logStarts,
                ends,
                List.copyOf(holes));
    }

    private RunEvidence.Consumed witness() throws IOException {
        List<Path> folders = folders(dir.resolve(Witness.INSTANCE));
        if (folders.isEmpty()) {
            holes.add("witness: its ledger is missing");
            return null;
        }
        if (!facts.witnessAtEnd()) {
            holes.add("witness: did not read to the end of the log");
        }
        return consumed(folders.get(0), LedgerMeta.read(folders.get(0)));
    }

    private RunEvidence.Sent sent(Path folder, Map<String, String> meta) throws IOException {
        Source source = new Source(meta.get("run"), meta.get("producer"));
        List<RunEvidence.SentPartition> partitions = new ArrayList<>();
        int count = Integer.parseInt(meta.get("partitions"));
        for (int p = 0; p < count; p++) {
            RunTable acks = new RunTable();
            RunTable failures = new RunTable();
            JournalReader.Header header = journal(folder, "acks", p, acks);
            journal(folder, "failures", p, failures);
            long reserved = header == null ? 0 : header.counters()[0];
            long handedOver = header == null ? 0 : header.counters()[1];
            partitions.add(new RunEvidence.SentPartition(p, reserved, handedOver, acks, failures));
        }
        return new RunEvidence.Sent(source, partitions);
    }

    private RunEvidence.Consumed consumed(Path folder, Map<String, String> meta) throws IOException {
        List<RunEvidence.ConsumedPartition> partitions = new ArrayList<>();
        for (int p = 0; p < facts.partitions(); p++) {
            if (Files.exists(folder.resolve(file("deliveries", p)))) {
                RunTable deliveries = new RunTable();
                RunTable outcomes = new RunTable();
                RunTable commits = new RunTable();
                journal(folder, "deliveries", p, deliveries);
                journal(folder, "outcomes", p, outcomes);
                journal(folder, "commits", p, commits);
                partitions.add(new RunEvidence.ConsumedPartition(p, deliveries, outcomes, commits));
            }
        }
        List<Source> sources = List.of();
        try {
            sources = SourceTable.read(folder);
        } catch (DamagedJournalException | java.nio.file.NoSuchFileException e) {
            holes.add(name(folder) + "/" + SourceTable.FILE + ": " + e.getMessage());
        }
        return new RunEvidence.Consumed(meta.get("instance"), sources, partitions);
    }

    /** Null, and a hole noted, when the journal is missing or damaged. */
    private JournalReader.Header journal(Path folder, String stream, int partition, RunTable into) throws IOException {
        Path file = folder.resolve(file(stream, partition));
        String where = name(folder) + "/" + file(stream, partition);
        try {
            JournalReader.Summary summary = JournalReader.read(file, into);
            if (summary.header().partition() != partition) {
                holes.add(where + ": is the journal of partition "
                        + summary.header().partition());
            }
            return summary.header();
        } catch (java.nio.file.NoSuchFileException e) {
            holes.add(where + ": the journal is missing");
        } catch (DamagedJournalException e) {
            holes.add(where + ": damaged: " + e.getMessage());
        }
        return null;
    }

    private static String file(String stream, int partition) {
        return String.format("%s-%05d.journal", stream, partition);
    }

    private Map<Integer, LogStarts> logStarts() throws IOException {
        Map<Integer, List<LogStarts.Increment>> sampled = new TreeMap<>();
        String gap = sampledLogStarts(sampled);
        Map<Integer, List<LogStarts.Increment>> increments = sampled;
        if (facts.brokerLogs()) {
            increments = new TreeMap<>();
            brokerLogStarts(increments);
        } else if (gap != null) {
            holes.add(gap);
        }
        Map<Integer, LogStarts> logStarts = new TreeMap<>();
        increments.forEach((partition, list) -> logStarts.put(partition, new LogStarts(list)));
        return logStarts;
    }

    private void brokerLogStarts(Map<Integer, List<LogStarts.Increment>> increments) throws IOException {
        BrokerLogReader reader = new BrokerLogReader(facts.topic());
        List<Path> logs = new ArrayList<>();
        Path brokers = dir.resolve(BROKERS);
        if (Files.isDirectory(brokers)) {
            try (Stream<Path> files = Files.list(brokers)) {
                files.filter(f -> name(f).endsWith(".log")).sorted().forEach(logs::add);
            }
        }
        if (logs.isEmpty()) {
            holes.add("broker logs: none was found");
        }
        for (Path log : logs) {
            reader.read(log, (partition, increment) -> increments
                    .computeIfAbsent(partition, p -> new ArrayList<>())
                    .add(increment));
        }
    }

    /** Returns the first gap in the sampling that is too long to tell what happened in it; null when there is none. */
    private String sampledLogStarts(Map<Integer, List<LogStarts.Increment>> increments) throws IOException {
        Map<Integer, Long> last = new HashMap<>();
        long[] before = {-1};
        String[] gap = {null};
        String hole = EvidenceLines.read(dir.resolve(ClusterSampler.PARTITIONS), 7, (at, fields) -> {
            int partition = Integer.parseInt(fields[0]);
            if (partition == ClusterSampler.HEARTBEAT) {
                if (before[0] >= 0 && at - before[0] > MAX_SAMPLING_GAP_MICROS && gap[0] == null) {
                    gap[0] = ClusterSampler.PARTITIONS + ": no sample for " + (at - before[0]) / 1_000_000 + " s after "
                            + before[0];
                }
                before[0] = at;
                return;
            }
            long start = Long.parseLong(fields[4]);
            Long known = last.put(partition, start);
            if (start > 0 && (known == null || start > known)) {
                increments
                        .computeIfAbsent(partition, p -> new ArrayList<>())
                        .add(new LogStarts.Increment(
                                at, start, LogStarts.Reason.SEGMENT_DELETION, LogStarts.Basis.SAMPLED));
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
