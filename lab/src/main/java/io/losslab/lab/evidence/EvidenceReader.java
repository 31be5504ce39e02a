package io.losslab.lab.evidence;

import io.losslab.lab.check.LogStarts;
import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.Load;
import io.losslab.lab.check.evidence.OffsetEvent;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.PassedOn;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the evidence folder of one run into what the checker takes. Damage is not an error here but a hole: the checker
 * decides what follows from it. The same folder gives the same evidence, always.
 */
public final class EvidenceReader {
    /** Folder of the brokers' logs, {@code broker-ID.log} each. */
    public static final String BROKERS = "brokers";

    private final Path dir;
    private final RunFacts facts;
    private final List<String> holes = new ArrayList<>();
    private final Ledgers ledgers;
    private SendLedgers senders;
    private @Nullable ConsumedLedger witness;
    private @Nullable ConsumedLedger committedWitness;
    private final List<DumpedLogs.Log> dumped;
    /** By broker; null where the ledger is missing. */
    private final Map<Integer, ConsumedLedger> dumps = new HashMap<>();

    private SampledStarts sampled;
    /** Null where the brokers' logs are none of the evidence. */
    private @Nullable BrokerEvents events;
    /** By group; null where the coordinator's log is none of the evidence. */
    private @Nullable Map<String, Map<Integer, List<OffsetEvent>>> offsets;

    // senders and sampled are set by read(), which is called first and once
    @SuppressWarnings("NullAway.Init")
    private EvidenceReader(Path dir) throws IOException {
        this.dir = dir;
        facts = RunFacts.read(dir);
        holes.addAll(Seal.holes(dir));
        holes.addAll(facts.holes());
        dumped = DumpedLogs.read(dir);
        ledgers = new Ledgers(dir, holes);
    }

    /**
     * @throws IOException when the folder is none of a finished run, or cannot be read at all
     */
    public static RunEvidence read(Path evidenceDir) throws IOException {
        return new EvidenceReader(evidenceDir).read();
    }

    private RunEvidence read() throws IOException {
        ledgers.require(facts.groupIds().values());
        witness = ledgers.reader(EvidenceFiles.WITNESS);
        if (witness == null) {
            holes.add("witness: its ledger is missing");
        } else if (!facts.witnessAtEnd()) {
            holes.add("witness: did not read to the end of the log");
        }
        senders = new SendLedgers(ledgers, transactions());
        Map<PassedOn, ConsumedLedger> onward = onwardWitnesses();
        for (DumpedLogs.Log log : dumped) {
            if (!dumps.containsKey(log.broker())) {
                dumps.put(log.broker(), ledgers.reader(log.name()));
            }
            if (dumps.get(log.broker()) == null) {
                holes.add(log.name() + ", partition " + log.partition() + ": its ledger is missing");
            }
        }
        List<FaultLines.Line> faults = FaultLines.read(dir, holes);
        sampled = SampledStarts.read(dir, new OwnDeletions(faults), holes);
        if (facts.brokerLogs()) {
            events = BrokerEvents.read(dir.resolve(BROKERS), facts.topic());
            if (events.logs() == 0) {
                holes.add("broker logs: none was found");
            }
        } else if (sampled.gap() != null) {
            holes.add(sampled.gap());
        }
        if (facts.noGroupOffsets() == null) {
            offsets = new GroupOffsetsReader(faults, events == null ? List.of() : events.expiries()).read(dir, holes);
        }
        return new RunEvidence(legs(onward), facts.drainDeadlinePassed(), List.copyOf(holes));
    }

    /** Null where the coordinator's log is none of the evidence. Reads the second witness, too. */
    private @Nullable TransactionStates transactions() throws IOException {
        if (!facts.transactional()) {
            return null;
        }
        committedWitness = ledgers.reader(EvidenceFiles.COMMITTED_WITNESS);
        if (committedWitness == null) {
            holes.add(EvidenceFiles.COMMITTED_WITNESS + ": its ledger is missing");
        }
        return facts.noTransactionStates() == null ? TransactionStates.read(dir, holes) : null;
    }

    private Map<PassedOn, ConsumedLedger> onwardWitnesses() throws IOException {
        Map<PassedOn, ConsumedLedger> found = new LinkedHashMap<>();
        for (RunFacts.OnwardTopic topic : facts.onward()) {
            String group = topic.group();
            PassedOn origin = PassedOn.of(topic.kind(), group).orElse(null);
            if (group.contains("/") || group.contains("\\") || group.startsWith(".")) {
                holes.add(EvidenceFiles.RUN + ": a group's name that leads out of the folder");
            } else if (origin == null) {
                holes.add(EvidenceFiles.RUN + ": a leg of the kind " + topic.kind() + ", which is unknown");
            } else {
                ConsumedLedger ledger = ledgers.reader(EvidenceFiles.onward(topic.kind(), group));
                if (ledger == null) {
                    holes.add(origin.leg() + ": its ledger is missing");
                } else {
                    found.put(origin, ledger);
                }
            }
        }
        return found;
    }

    private List<Leg> legs(Map<PassedOn, ConsumedLedger> onward) throws IOException {
        List<Leg> legs = new ArrayList<>();
        List<String> groups = List.copyOf(facts.groupIds().keySet());
        legs.add(new Leg(new Load(), facts.topic(), facts.partitions(), groups, this::partition));
        for (RunFacts.OnwardTopic topic : facts.onward()) {
            PassedOn origin = PassedOn.of(topic.kind(), topic.group()).orElse(null);
            if (origin != null && onward.containsKey(origin)) {
                legs.add(new OnwardReader(dir, facts, topic, onward.get(origin), sampled.lastMicros()).leg(origin));
            }
        }
        return List.copyOf(legs);
    }

    private PartitionEvidence partition(int partition) {
        List<String> missing = new ArrayList<>();
        try {
            return new PartitionEvidence(
                    partition,
                    senders.sent(partition, missing),
                    witness == null ? null : witness.seen(partition, missing),
                    committedWitness == null ? null : committedWitness.seen(partition, missing),
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
            ConsumedLedger ledger = dumps.get(log.broker());
            if (log.partition() == partition && ledger != null) {
                Seen records = ledger.seen(partition, missing);
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

    private PartitionLog.@Nullable Blocked blocked(int partition) {
        RunFacts.Blocked by = facts.blocked() == null ? null : facts.blocked().get(partition);
        return by == null ? null : new PartitionLog.Blocked(by.lastStableOffset(), by.by());
    }

    private LogStarts logStarts(int partition) {
        List<LogStarts.Return> back = new ArrayList<>(sampled.returns(partition));
        if (events != null) {
            back.addAll(events.returns(partition));
        }
        return new LogStarts(events == null ? sampled.increments(partition) : events.increments(partition), back);
    }

    private GroupEvidence group(String name, int partition) {
        List<String> missing = new ArrayList<>();
        List<Instance> instances = new ArrayList<>();
        String id = Objects.requireNonNull(facts.groupIds().get(name));
        try {
            for (ConsumedLedger member : ledgers.members(id)) {
                if (member.has(partition)) {
                    instances.add(member.instance(partition, missing));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the evidence in " + dir + " cannot be read: " + e.getMessage(), e);
        }
        List<OffsetEvent> committed =
                offsets == null ? null : offsets.getOrDefault(id, Map.of()).getOrDefault(partition, List.of());
        boolean readCommitted =
                facts.readCommitted() != null && facts.readCommitted().contains(name);
        return new GroupEvidence(name, instances, committed, readCommitted, missing);
    }
}
