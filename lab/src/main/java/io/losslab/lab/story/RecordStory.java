package io.losslab.lab.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.status.LoadStatus;
import io.losslab.contract.status.StatusJson;
import io.losslab.lab.LabException;
import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.evidence.Sent;
import io.losslab.lab.evidence.BrokerQuotes;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.evidence.LogEnds;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.result.StoredExperiment;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.RecordId;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.LedgerMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The stories of single records of a result folder. The outcomes are the checker's own: the whole run is judged again,
 * seal included, and the checker says of each record that is asked about what it counts it as.
 */
public final class RecordStory {
    /**
     * Which record: by identity, or by partition and offset.
     *
     * @param run id or variant of the run; null where there is no choice
     * @param record null when partition and offset say which
     * @param group null for all
     */
    public record Question(
            String run,
            @Nullable RecordId record,
            int partition,
            long offset,
            @Nullable String group) {}

    private final StoredExperiment experiment;
    private final StoredExperiment.StoredRun run;
    private final JsonNode observed;
    private final ExperimentSpec spec;
    private final RunFacts facts;
    private final RunEvidence evidence;

    private RecordStory(StoredExperiment experiment, StoredExperiment.StoredRun run) throws IOException {
        this.experiment = experiment;
        this.run = run;
        observed = experiment.observed(run);
        spec = ExperimentSpec.of(observed.path("spec"));
        facts = RunFacts.read(run.dir());
        evidence = EvidenceReader.read(run.dir());
    }

    /**
     * One story, or several where one offset had several records, one after the other.
     *
     * @throws LabException.BadInput when the question names what is not there
     * @throws LabException.Evidence when the evidence does not hold, and the question could not be answered from it
     * @throws LabException.Environment when the evidence cannot be read
     */
    public static List<Story> tell(Path dir, Question question) {
        StoredExperiment experiment = StoredExperiment.open(dir);
        StoredExperiment.StoredRun run;
        try {
            run = run(experiment.runs(), question);
        } catch (LabException.BadInput e) {
            throw unless(objectionsToAll(experiment), e);
        }
        try {
            RecordStory story = new RecordStory(experiment, run);
            try {
                return story.tell(question);
            } catch (LabException.BadInput e) {
                throw unless(
                        story.objections(AccountsCheck.balance(story.evidence).objections()), e);
            }
        } catch (LabException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw LossReader.unreadable(run.dir(), e);
        }
    }

    /** Whether there is no such record can be said only of evidence that holds. */
    private static RuntimeException unless(List<String> objections, LabException.BadInput badInput) {
        return objections.isEmpty() ? badInput : StoredExperiment.doesNotHold(objections);
    }

    private static List<String> objectionsToAll(StoredExperiment experiment) {
        List<String> objections = new ArrayList<>(experiment.objections());
        experiment.runs().forEach(run -> objections.addAll(StoredExperiment.holes(run)));
        return objections;
    }

    /** Of several records of one run, for all its groups. */
    static List<Story> tell(Path dir, String runId, List<RecordId> records) throws IOException {
        StoredExperiment experiment = StoredExperiment.open(dir);
        StoredExperiment.StoredRun run = run(experiment.runs(), new Question(runId, null, 0, 0, null));
        RecordStory one = new RecordStory(experiment, run);
        return one.stories(records, new LinkedHashSet<>(one.evidence.groups()));
    }

    private static StoredExperiment.StoredRun run(List<StoredExperiment.StoredRun> runs, Question question) {
        List<StoredExperiment.StoredRun> possible = new ArrayList<>(runs);
        if (question.record() != null) {
            String id = question.record().source().run();
            possible.removeIf(run -> !run.runId().equals(id));
            if (possible.isEmpty()) {
                throw new LabException.BadInput(
                        "--record: run `" + id + "` is not in this folder; allowed: " + names(runs, false));
            }
        }
        if (question.run() != null) {
            String allowed = names(possible, true);
            possible.removeIf(
                    run -> !run.runId().equals(question.run()) && !run.variant().equals(question.run()));
            if (possible.isEmpty()) {
                throw new LabException.BadInput("--run: `" + question.run() + "` is "
                        + (question.record() == null
                                ? "no run or variant of this folder"
                                : "not the run of that record")
                        + "; allowed: " + allowed);
            }
        }
        if (possible.isEmpty()) {
            throw new LabException.BadInput("the folder has no run");
        }
        if (possible.size() > 1) {
            throw new LabException.BadInput(
                    "--run: " + possible.size() + " runs are possible, say which: " + names(possible, true));
        }
        return possible.get(0);
    }

    private static String names(List<StoredExperiment.StoredRun> runs, boolean variants) {
        return runs.stream()
                .map(run -> run.runId() + (variants ? " (" + run.variant() + ", trial " + run.trial() + ")" : ""))
                .collect(Collectors.joining(", "));
    }

    private List<Story> tell(Question question) throws IOException {
        int partition = question.record() == null
                ? question.partition()
                : question.record().partition();
        if (partition < 0 || partition >= facts.partitions()) {
            throw new LabException.BadInput(
                    (question.record() == null ? "--partition is " : "--record: its partition is ") + partition
                            + "; allowed: 0 to " + (facts.partitions() - 1));
        }
        Set<String> groups = new LinkedHashSet<>(evidence.groups());
        if (question.group() != null && !groups.contains(question.group())) {
            throw new LabException.BadInput("--group: `" + question.group() + "` does not occur; allowed: "
                    + String.join(", ", new TreeSet<>(groups)));
        }
        if (question.group() != null) {
            groups.retainAll(Set.of(question.group()));
        }
        List<RecordId> records = question.record() == null
                ? RecordSearch.at(evidence, partition, question.offset(), facts.transactional())
                : List.of(question.record());
        return stories(records, groups);
    }

    /** Of some records of the run, for some of its groups; judges once for all of them. */
    private List<Story> stories(List<RecordId> records, Set<String> groups) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        for (RecordId record : records) {
            subjects.add(subject(record));
        }
        RecordVerdicts verdicts = new RecordVerdicts(records);
        List<String> objections =
                objections(AccountsCheck.balance(evidence, verdicts).objections());
        return subjects.stream()
                .map(subject -> story(subject, groups, verdicts, objections))
                .toList();
    }

    private LabException unknownProducer(RecordId record, List<Sent> known) {
        Optional<String> damage = evidence.holes().stream()
                .filter(hole -> hole.contains(LedgerMeta.FILE))
                .findFirst();
        return damage.isPresent()
                ? new LabException.Evidence(
                        "the evidence does not hold, so nothing can be told from it: " + damage.get())
                : new LabException.BadInput("--record: run " + run.runId() + " has no producer `"
                        + record.source().producer() + "`; allowed: "
                        + known.stream().map(one -> one.source().producer()).collect(Collectors.joining(", ")));
    }

    private List<String> objections(List<String> ofTheBooks) {
        List<String> objections = new ArrayList<>(ofTheBooks);
        objections.addAll(experiment.objections());
        return objections;
    }

    private Subject subject(RecordId record) throws IOException {
        List<Sent> senders = evidence.reader().apply(record.partition()).sent();
        Sent sent = senders.stream()
                .filter(one -> one.source().equals(record.source()))
                .findFirst()
                .orElseThrow(() -> unknownProducer(record, senders));
        if (record.sequence() >= sent.reserved()) {
            throw new LabException.BadInput("--record: producer "
                    + record.source().producer() + " had no record s"
                    + record.sequence() + " in partition " + record.partition() + "; "
                    + (sent.reserved() == 0 ? "it had none there" : "allowed: s0 to s" + (sent.reserved() - 1)));
        }
        Subject subject = new Subject(
                record,
                evidence,
                sent,
                evidence.reader().apply(record.partition()),
                facts,
                FaultLines.read(run.dir(), new ArrayList<>()), // what is missing in it, the checker says
                new BrokerQuotes(run.dir()),
                intent(record),
                producer(record.source())
                        .map(LoadStatus::settings)
                        .map(settings -> settings.get("acks"))
                        .orElse(null),
                -1,
                null);
        long offset = subject.lastOffset();
        return offset < 0
                ? subject
                : subject.at(
                        offset,
                        LogEnds.passing(run.dir(), record.partition(), offset).orElse(null));
    }

    /** The status of the load; empty when its producer is another one than the record's. */
    private Optional<LoadStatus> producer(Source source) {
        return Optional.ofNullable(StatusJson.read(observed.path("producer"), LoadStatus.class))
                .filter(status ->
                        source.run().equals(status.run()) && source.producer().equals(status.producer()));
    }

    private @Nullable Intent intent(RecordId record) {
        LoadStatus status = producer(record.source()).orElse(null);
        long number = keys().number(record.source(), record.partition(), record.sequence());
        if (status == null || status.startedAt() == null || number < 0 || status.targetTps() <= 0) {
            return null;
        }
        try {
            return new Intent(EpochClock.micros(Instant.parse(status.startedAt())), number, status.targetTps());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private Keys keys() {
        return Keys.of(run.dir(), spec);
    }

    private Story story(Subject subject, Set<String> groups, RecordVerdicts verdicts, List<String> objections) {
        RecordId id = subject.id();
        return new Story(
                RecordName.of(id.source(), id.partition(), id.sequence()),
                run.runId(),
                run.variant(),
                run.trial(),
                observed.path("kafkaVersion").asText("unknown"),
                run.dir().toString(),
                facts.topic(),
                keys().of(id.source(), id.partition(), id.sequence()),
                id.partition(),
                id.sequence(),
                subject.offset(),
                ProducerStory.tell(subject),
                LogStory.tell(subject),
                groups.stream()
                        .map(group -> GroupStory.tell(subject, group, consumers(group), verdicts.of(id, group)))
                        .toList(),
                objections);
    }

    private Set<String> consumers(String group) {
        return spec.consumers().entrySet().stream()
                .filter(consumer -> consumer.getValue().group().equals(group))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
