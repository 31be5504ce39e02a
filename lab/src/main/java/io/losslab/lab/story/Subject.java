package io.losslab.lab.story;

import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Leg;
import io.losslab.lab.check.evidence.PartitionEvidence;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.lab.evidence.BrokerQuotes;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.evidence.LogEnds;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.RecordId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The record, and where the evidence about it is.
 *
 * @param run all that the run captured
 * @param sent the ledger of its producer
 * @param intent null when it cannot be told
 * @param acks the producer's setting of that name; null when not on record
 * @param offset where its last copy was, see {@link #lastOffset}; -1 when no evidence names an offset
 * @param stored when samples saw the log's end pass its offset; null when they did not
 */
public record Subject(
        RecordId id,
        RunEvidence run,
        Sent sent,
        PartitionEvidence evidence,
        RunFacts facts,
        List<FaultLines.Line> faults,
        BrokerQuotes brokers,
        @Nullable Intent intent,
        @Nullable String acks,
        long offset,
        LogEnds.@Nullable Passing stored) {
    /** The same, with its place in the log. */
    public Subject at(long lastOffset, LogEnds.@Nullable Passing samples) {
        return new Subject(id, run, sent, evidence, facts, faults, brokers, intent, acks, lastOffset, samples);
    }

    /** The legs that go on from a group. */
    List<Leg> onwardFrom(String group) {
        return run.onwardFrom(group);
    }

    long sequence() {
        return id.sequence();
    }

    int partition() {
        return id.partition();
    }

    /** The first line of a broker's log about the partition in which the words (a pattern) are found. */
    Optional<BrokerQuotes.Quote> quote(String words) {
        return brokers.find(facts.topic() + "-" + id.partition(), Pattern.compile(words));
    }

    /** The same, of what this broker itself said. */
    Optional<BrokerQuotes.Quote> quote(int broker, String words) {
        return brokers.find(facts.topic() + "-" + id.partition(), Pattern.compile(words), broker);
    }

    List<Hit> acked() {
        return after(Hit.ofSequence(sent.acks(), 0, sequence()));
    }

    List<Hit> failed() {
        return after(Hit.ofSequence(sent.failures(), 0, sequence()));
    }

    /** What a reader without a group saw of it; nothing when there was no such reader. */
    List<Hit> seen(@Nullable Seen reader) {
        return reader == null
                ? List.of()
                : after(Hit.ofSequence(reader.records(), reader.sources().indexOf(id.source()), sequence()));
    }

    List<Hit> given(Instance member) {
        return in(member.deliveries(), member);
    }

    /** Of one of a member's journals. */
    List<Hit> in(RunTable journal, Instance member) {
        return after(Hit.ofSequence(journal, member.sources().indexOf(id.source()), sequence()));
    }

    /** Within a row of records nothing happened to this one before it was to be sent. */
    List<Hit> after(List<Hit> hits) {
        return intent == null
                ? hits
                : hits.stream().map(hit -> hit.notBefore(intent.atMicros())).toList();
    }

    /** Where its last copy is known to have been, as the checker takes it; -1 when no evidence names an offset. */
    public long lastOffset() {
        long acked = acked().stream().mapToLong(Hit::offset).max().orElse(-1);
        List<Hit> seen = seen(evidence.witness());
        long known =
                Math.max(acked, seen.isEmpty() ? -1 : seen.get(seen.size() - 1).offset());
        if (known >= 0) {
            return known;
        }
        for (String group : facts.groupIds().keySet()) {
            for (Instance member : evidence.groups().apply(group).instances()) {
                for (Hit given : given(member)) {
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
