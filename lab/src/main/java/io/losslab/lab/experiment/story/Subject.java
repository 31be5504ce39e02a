package io.losslab.lab.experiment.story;

import io.losslab.lab.check.evidence.GroupEvidence;
import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.lab.experiment.evidence.BrokerQuotes;
import io.losslab.lab.experiment.evidence.FaultLines;
import io.losslab.lab.experiment.evidence.RunFacts;
import io.losslab.ledger.identity.RecordId;
import java.util.List;

/**
 * The record, and where the evidence about it is.
 *
 * @param sent the ledger of its producer
 * @param intent null when it cannot be told
 * @param acks the producer's setting of that name; null when not on record
 */
public record Subject(
        RecordId id,
        Sent sent,
        PartitionEvidence evidence,
        RunFacts facts,
        List<FaultLines.Line> faults,
        BrokerQuotes brokers,
        Intent intent,
        String acks) {
    long sequence() {
        return id.sequence();
    }

    int partition() {
        return id.partition();
    }

    String topicPartition() {
        return facts.topic() + "-" + id.partition();
    }

    List<Hit> acked() {
        return Hit.ofSequence(sent.acks(), 0, sequence());
    }

    List<Hit> failed() {
        return Hit.ofSequence(sent.failures(), 0, sequence());
    }

    /** What a reader without a group saw of it; nothing when there was no such reader. */
    List<Hit> seen(Seen reader) {
        return reader == null
                ? List.of()
                : Hit.ofSequence(reader.records(), reader.sources().indexOf(id.source()), sequence());
    }

    List<Hit> given(Instance member) {
        return Hit.ofSequence(member.deliveries(), member.sources().indexOf(id.source()), sequence());
    }

    /** Where its last copy is known to have been, as the checker takes it; -1 when no evidence names an offset. */
    public long offset() {
        long acked = acked().stream().mapToLong(Hit::offset).max().orElse(-1);
        List<Hit> seen = seen(evidence.witness());
        long witnessed = seen.isEmpty() ? -1 : seen.get(seen.size() - 1).offset();
        long known = Math.max(acked, witnessed);
        for (String group : facts.groupIds().keySet()) {
            GroupEvidence members = evidence.groups().apply(group);
            for (Instance member : members.instances()) {
                for (Hit given : known < 0 ? given(member) : List.<Hit>of()) {
                    known = given.offset();
                }
            }
        }
        return known;
    }

    /** When it was last known to be in the log; -1 when never. */
    long lastKnownMicros() {
        long acked = acked().stream().mapToLong(Hit::toMicros).max().orElse(-1);
        return seen(evidence.witness()).stream().mapToLong(Hit::toMicros).reduce(acked, Math::max);
    }
}
