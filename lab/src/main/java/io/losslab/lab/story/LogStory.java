package io.losslab.lab.story;

import io.losslab.lab.act.ActKind;
import io.losslab.lab.act.FaultEvent;
import io.losslab.lab.check.LogStarts;
import io.losslab.lab.check.evidence.Dumped;
import io.losslab.lab.check.evidence.PartitionLog;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.evidence.LogEnds;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether and where the record was in the log, and what became of that place. */
public final class LogStory {
    private final Subject subject;
    private final PartitionLog log;
    private final long offset;
    private final String witness;
    private final List<Hit> seen;
    private final List<Statement> story = new ArrayList<>();
    private boolean gone;

    private LogStory(Subject subject) {
        this.subject = subject;
        log = subject.evidence().log();
        offset = subject.offset();
        witness = EvidenceFiles.witness(subject.partition());
        seen = subject.seen(subject.evidence().witness());
    }

    public static List<Statement> tell(Subject subject) {
        return new LogStory(subject).tell();
    }

    private List<Statement> tell() {
        LogEnds.Passing samples = subject.stored();
        boolean byThisRecord = samples != null
                && (!seen.isEmpty() || subject.acked().stream().anyMatch(a -> a.toMicros() >= samples.fromMicros()));
        if (samples != null && byThisRecord) {
            stored(samples);
        }
        seen.forEach(hit -> story.add(Statement.at(
                hit, "The witness, which reads the whole log, read it at offset " + hit.offset() + ".", witness)));
        committed();
        if (offset >= 0) {
            logStart();
            CutOffStory cut = CutOffStory.of(subject);
            CompactionStory compaction = CompactionStory.of(subject);
            gone |= cut.removed() || compaction.removed();
            story.addAll(cut.statements());
            story.addAll(compaction.statements());
            successor();
        } else {
            story.addAll(CutOffStory.brokerFaults(subject));
        }
        story.sort(Comparator.comparingLong(s -> s.fromMicros() < 0 ? Long.MAX_VALUE : s.fromMicros()));
        if (seen.isEmpty()) {
            notSeen();
        }
        if (offset >= 0) {
            end();
        }
        onDisk();
        return story;
    }

    /** Where Kafka's own tool found it when all was over, if it was asked. */
    private void onDisk() {
        TreeMap<String, List<Dumped>> brokers = new TreeMap<>();
        for (Dumped replica : subject.evidence().dumped()) {
            String found = subject.seen(replica.records()).stream()
                    .map(hit -> Long.toString(hit.offset()))
                    .distinct()
                    .collect(Collectors.joining(" and "));
            brokers.computeIfAbsent(found, f -> new ArrayList<>()).add(replica);
        }
        brokers.forEach((found, replicas) -> {
            String where = replicas.stream()
                    .map(r -> "broker-" + r.broker() + (r.inSync() ? "" : " (not in sync)"))
                    .collect(Collectors.joining(", "));
            story.add(Statement.timeless(
                    found.isEmpty()
                            ? "kafka-dump-log did not find it in the files of " + where + "."
                            : "kafka-dump-log found it at offset " + found + " in the files of " + where + ".",
                    replicas.stream()
                            .map(r -> EvidenceFiles.dumped(r.broker(), subject.partition()))
                            .toList()));
        });
    }

    private void stored(LogEnds.Passing samples) {
        String text = "Two samples in a row found the log's readable end at offset " + samples.from() + " and at "
                + samples.to() + ": offset " + offset + " was taken in between.";
        story.add(new Statement(samples.fromMicros(), samples.toMicros(), text, List.of(EvidenceFiles.PARTITIONS)));
    }

    private void committed() {
        Seen reader = subject.evidence().committedWitness();
        if (reader == null || seen.isEmpty()) {
            return;
        }
        String file = EvidenceFiles.committedWitness(subject.partition());
        List<Hit> hits = subject.seen(reader);
        hits.forEach(hit -> story.add(Statement.at(hit, "The witness that reads committed data read it, too.", file)));
        if (hits.isEmpty()) {
            story.add(Statement.timeless(
                    "The witness that reads committed data never got it: its transaction did not commit, or it was gone"
                            + " before.",
                    List.of(file)));
        }
    }

    private void logStart() {
        Optional<LogStarts.Increment> past = log.starts().increments().stream()
                .filter(increment -> increment.logStartOffset() > offset)
                .findFirst();
        past.ifPresent(increment -> {
            gone = true;
            story.add(increment.basis() == LogStarts.Basis.BROKER_LOG ? logged(increment) : sampled(increment));
        });
        for (FaultLines.Line fault : subject.faults()) {
            boolean deletes = fault.kind().equals(ActKind.DELETE_RECORDS.code())
                    && fault.text().equals(FaultEvent.RECORDS_DELETED)
                    && fault.partition() == subject.partition();
            if (deletes && fault.offset() > offset) {
                story.add(new Statement(
                        fault.startedMicros(),
                        fault.doneMicros(),
                        "The lab's own fault asked for the records below offset " + fault.offset()
                                + " to be deleted, and the cluster confirmed it.",
                        List.of(EvidenceFiles.FAULTS)));
            }
        }
    }

    private Statement logged(LogStarts.Increment increment) {
        String words = "Incremented log start offset to " + increment.logStartOffset()
                + " due to (segment deletion|client delete records request)";
        String who = increment.reason() == LogStarts.Reason.DELETE_RECORDS
                ? "A delete-records request"
                : "Retention deleted segments and";
        String text = who + " moved the log start to " + increment.logStartOffset() + ", past it";
        return Statement.quoting(increment.atMicros(), text, subject.quote(words));
    }

    private Statement sampled(LogStarts.Increment increment) {
        if (increment.basis() == LogStarts.Basis.REQUESTED) {
            return Statement.at(
                    increment.atMicros(),
                    "The lab's own delete-records request moved the log start to " + increment.logStartOffset()
                            + ", past it. The next sample found it further: retention may have been first.",
                    EvidenceFiles.FAULTS,
                    EvidenceFiles.PARTITIONS);
        }
        String cause = increment.reason() == LogStarts.Reason.DELETE_RECORDS
                ? "which is what the lab's own delete-records request had asked for."
                : "which is put down to retention: brokers' logs cannot be read here.";
        return Statement.at(
                increment.atMicros(),
                "A sample found the log start at " + increment.logStartOffset() + ", past it, " + cause,
                EvidenceFiles.PARTITIONS);
    }

    /** Another record that was seen at its offset. */
    private void successor() {
        Seen reader = subject.evidence().witness();
        if (reader == null) {
            return;
        }
        for (Hit hit : Hit.ofOffset(reader.records(), offset)) {
            boolean known =
                    hit.sourceId() >= 0 && hit.sourceId() < reader.sources().size();
            Source source = known ? reader.sources().get(hit.sourceId()) : null;
            if (source != null && (!source.equals(subject.id().source()) || hit.sequence() != subject.sequence())) {
                gone |= hit.fromMicros() > subject.lastKnownMicros();
                story.add(Statement.at(
                        hit,
                        "At offset " + offset + " the witness read another record, s" + hit.sequence() + " of " + source
                                + ".",
                        witness));
            }
        }
    }

    private void notSeen() {
        Seen reader = subject.evidence().witness();
        long before = -1;
        long after = -1;
        RunTable table = reader == null ? new RunTable() : reader.records();
        for (int i = 0; i < table.size(); i++) {
            if (table.endOffset(i) <= offset) {
                before = Math.max(before, table.endOffset(i) - 1);
            } else if (table.firstOffset(i) > offset && after < 0) {
                after = table.firstOffset(i);
            }
        }
        String passed = offset < 0 || after < 0
                ? ""
                : before < 0
                        ? ": the first that it read was offset " + after
                        : ": it read offset " + before + ", and then " + after;
        story.add(Statement.timeless("The witness never saw it" + passed + ".", List.of(witness)));
    }

    private void end() {
        String reach =
                "When the run ended, the log reached from offset " + log.startOffset() + " to " + (log.endOffset() - 1);
        String place;
        if (offset < log.startOffset()) {
            place = ": the record was no longer in it.";
        } else if (offset >= log.endOffset()) {
            place = ": it had no offset " + offset + " (any more).";
        } else if (!gone && !seen.isEmpty() && !log.compacted()) {
            place = ": the record was still in it.";
        } else {
            place = "; offset " + offset + " lay within, "
                    + (gone ? "but the record was gone." : "whether with it or not.");
        }
        story.add(Statement.timeless(reach + place, List.of(EvidenceFiles.RUN)));
    }
}
