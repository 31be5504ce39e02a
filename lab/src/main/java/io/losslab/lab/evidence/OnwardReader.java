package io.losslab.lab.evidence;

import io.losslab.lab.check.LogStarts;
import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.PassedOn;
import io.losslab.ledger.account.RunTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The evidence of a topic of one partition that a group hands on to. */
final class OnwardReader {
    private final RunFacts facts;
    private final RunFacts.OnwardTopic topic;
    private final ConsumedLedger witness;
    private final PartitionLog log;

    /**
     * @param witness of the topic, that notes records by the partition that they name
     * @param sampledMicros when the run's last sample was taken
     */
    OnwardReader(Path dir, RunFacts facts, RunFacts.OnwardTopic topic, ConsumedLedger witness, long sampledMicros)
            throws IOException {
        this.facts = facts;
        this.topic = topic;
        this.witness = witness;
        log = facts.brokerLogs()
                ? ofBrokers(BrokerEvents.read(dir.resolve(EvidenceReader.BROKERS), topic.topic()))
                : ofSample(sampledMicros);
    }

    Leg leg(PassedOn origin) {
        return new Leg(origin, topic.topic(), facts.partitions(), List.of(), this::partition);
    }

    private PartitionEvidence partition(int partition) {
        List<String> missing = new ArrayList<>();
        try {
            return new PartitionEvidence(
                    partition,
                    List.of(),
                    witness.seen(partition, missing),
                    null,
                    log,
                    List.of(),
                    GroupEvidence::toCome,
                    missing);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the evidence of " + topic.topic() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The log start as the brokers' logs lead up to it: the topic is asked for its end after they were copied. */
    private PartitionLog ofBrokers(BrokerEvents events) throws IOException {
        LogStarts starts = new LogStarts(events.increments(0), events.returns(0));
        return new PartitionLog(
                starts,
                events.truncations(0),
                events.epochs(0),
                events.cleanings(0),
                starts.last(),
                end(),
                true,
                false,
                null);
    }

    /** The topic is the run's own, and nobody asks for deletions in it: what is gone, retention took. */
    private PartitionLog ofSample(long sampledMicros) throws IOException {
        long start = topic.end() == null ? 0 : topic.end().logStartOffset();
        LogStarts starts = new LogStarts(
                start == 0
                        ? List.of()
                        : List.of(new LogStarts.Increment(
                                sampledMicros,
                                start,
                                LogStarts.Reason.SEGMENT_DELETION,
                                LogStarts.Basis.SAMPLED,
                                Long.MIN_VALUE)));
        return new PartitionLog(starts, List.of(), List.of(), List.of(), start, end(), false, false, null);
    }

    /** In evidence of older versions the witness says how far the log went. */
    private long end() throws IOException {
        if (topic.end() != null) {
            return topic.end().endOffset();
        }
        long end = 0;
        for (int partition = 0; partition < facts.partitions(); partition++) {
            RunTable seen = witness.seen(partition, new ArrayList<>()).records();
            for (int i = 0; i < seen.size(); i++) {
                end = Math.max(end, seen.endOffset(i));
            }
        }
        return end;
    }
}
