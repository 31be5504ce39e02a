package io.losslab.lab.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.LabException;
import io.losslab.lab.evidence.StoredCauses;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.lab.result.ResultJson;
import io.losslab.lab.result.StoredExperiment;
import io.losslab.lab.spec.YamlDocument;
import io.losslab.lab.story.RecordStory.Question;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.RecordId;
import io.losslab.ledger.identity.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordStoryTest {
    private static final String SPEC = """
            name: t
            title: T
            load: {tps: 100, keys: 10, duration: 2s}
            consumers:
              unlucky: {app: slow-consumer, group: unlucky-group}
              late: {app: slow-consumer, group: late-group}
              sought: {app: slow-consumer, group: sought-group}
              calm: {app: slow-consumer, group: calm-group}
            """;

    @TempDir
    private static Path dir;

    private static JsonNode result;

    @BeforeAll
    static void storeTwoRuns() throws IOException {
        result = store(dir);
    }

    private static JsonNode store(Path dir) throws IOException {
        ObjectNode spec = YamlDocument.parse("test", SPEC).root();
        for (String run : List.of(StoredCauses.FIRST, StoredCauses.SECOND)) {
            Path evidence = Files.createDirectories(dir.resolve("evidence").resolve(run));
            if (run.equals(StoredCauses.FIRST)) {
                StoredCauses.first(evidence);
            } else {
                StoredCauses.second(evidence);
            }
            ObjectNode observed = JsonNodeFactory.instance.objectNode();
            observed.put("label", "")
                    .put("variant", "variant-" + run)
                    .put("trial", 1)
                    .put("runId", run);
            observed.putObject("producer")
                    .put("run", run)
                    .put("producer", StoredCauses.PRODUCER)
                    .put("targetTps", 100)
                    .put("startedAt", EpochClock.instant(StoredCauses.AT).toString())
                    .putObject("settings")
                    .put("acks", "all");
            ObjectNode groups = observed.putObject("groups");
            StoredCauses.GROUPS.forEach(group -> groups.putObject(group).put("groupId", group));
            observed.set("spec", spec);
            ResultJson.write(evidence.resolve(EvidenceFiles.OBSERVED), observed);
            StoredCauses.seal(evidence, run);
        }
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("experiment", "t").set("spec", spec);
        StoredExperiment.create(ResultFolder.at(dir), facts, List.of(StoredCauses.FIRST, StoredCauses.SECOND));
        return StoredExperiment.open(dir).conclude().result();
    }

    private static Story story(String run, long sequence) {
        RecordId record = new RecordId(new Source(run, StoredCauses.PRODUCER), 0, sequence);
        List<Story> stories = RecordStory.tell(dir, new Question(null, record, 0, -1, null));
        assertThat(stories).hasSize(1);
        return stories.get(0);
    }

    private static List<Story> all(String run) throws IOException {
        Source source = new Source(run, StoredCauses.PRODUCER);
        List<RecordId> records = LongStream.range(0, StoredCauses.RECORDS)
                .mapToObj(sequence -> new RecordId(source, 0, sequence))
                .toList();
        return RecordStory.tell(dir, run, records);
    }

    private static List<Story> at(String run, long offset) {
        return RecordStory.tell(dir, new Question(run, null, 0, offset, null));
    }

    private static Story.Group group(Story story, String name) {
        return story.groups().stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String text(List<Statement> statements) {
        return String.join("\n", statements.stream().map(Statement::text).toList());
    }

    @Test
    void everyRecordHasTheOutcomeThatTheResultCountsItAs() throws IOException {
        Set<String> causes = new TreeSet<>();
        for (JsonNode run : result.path("runs")) {
            assertThat(run.path("evidenceFaults"))
                    .as(run.path("evidenceFaults").toString())
                    .isEmpty();
            Map<String, Map<String, Long>> told = new HashMap<>();
            for (Story story : all(run.path("runId").asText())) {
                for (Story.Group group : story.groups()) {
                    told.computeIfAbsent(group.name(), g -> new HashMap<>())
                            .merge(group.verdict().outcome().code(), 1L, Long::sum);
                }
            }
            run.path("groups").fields().forEachRemaining(group -> {
                Map<String, Long> counted = new HashMap<>();
                group.getValue()
                        .path("outcomes")
                        .fields()
                        .forEachRemaining(outcome ->
                                counted.put(outcome.getKey(), outcome.getValue().asLong()));
                assertThat(told.get(group.getKey())).as(group.getKey()).isEqualTo(counted);
                causes.addAll(counted.keySet());
            });
        }
        assertThat(causes)
                .containsExactly(
                        "ack-without-proof",
                        "committed-not-processed",
                        "compacted",
                        "dead-letter-failed",
                        "dead-lettered",
                        "ignored",
                        "not-acked",
                        "not-sent",
                        "processed",
                        "records-deleted",
                        "retention-deleted",
                        "skipped-initial",
                        "skipped-reset",
                        "skipped-seek",
                        "truncated",
                        "undrained");
    }

    @Test
    void everyLostRangeIsToldWithItsCauseDetailAndMoment() {
        int ranges = 0;
        for (JsonNode run : result.path("runs")) {
            for (var groups = run.path("groups").fields(); groups.hasNext(); ) {
                var group = groups.next();
                for (JsonNode range : group.getValue().path("lostRanges")) {
                    long first = range.path("firstSequence").asLong();
                    long last = range.path("lastSequence").asLong();
                    for (long sequence : new long[] {first, (first + last) / 2, last}) {
                        Story story = story(run.path("runId").asText(), sequence);
                        Story.Group told = group(story, group.getKey());
                        assertThat(told.verdict().outcome().code())
                                .isEqualTo(range.path("cause").asText());
                        assertThat(told.verdict().lost()).isTrue();
                        assertThat(told.verdict().detail())
                                .isEqualTo(range.path("detail").asText(""));
                        assertThat(
                                        told.verdict().atMicros() < 0
                                                ? "null"
                                                : EpochClock.instant(
                                                                told.verdict().atMicros())
                                                        .toString())
                                .isEqualTo(range.path("at").asText());
                        long offset = range.path("firstOffset").asLong();
                        assertThat(story.offset()).isEqualTo(offset < 0 ? -1 : offset + sequence - first);
                    }
                    ranges++;
                }
            }
        }
        assertThat(ranges).isGreaterThan(20);
    }

    @Test
    void everySentenceNamesFilesThatAreThere() throws IOException {
        for (String run : List.of(StoredCauses.FIRST, StoredCauses.SECOND)) {
            for (Story story : all(run)) {
                List<Statement> all = new java.util.ArrayList<>(story.producer());
                all.addAll(story.log());
                story.groups().forEach(group -> all.addAll(group.statements()));
                for (Statement statement : all) {
                    assertThat(statement.evidence()).as(statement.text()).isNotEmpty();
                    for (String file : statement.evidence()) {
                        if (!file.contains("*")) {
                            assertThat(Path.of(story.dir()).resolve(file.replaceAll(":\\d+$", "")))
                                    .exists();
                        }
                    }
                }
            }
        }
    }

    @Test
    void aRecordThatRetentionDeletedIsToldFromItsIntentToTheBrokersLine() {
        Story story = at(StoredCauses.FIRST, 10).get(0);

        assertThat(story.id()).isEqualTo("run1/prod1/p00000/s10");
        assertThat(story.key()).isEqualTo("user-0000000");
        assertThat(story.producer().get(0).fromMicros()).isEqualTo(StoredCauses.AT + 100_000);
        assertThat(text(story.producer()))
                .contains("number 10 of a load of 100 records/s, asked for at 09:40:00.000")
                .contains("With acks=all, the producer was told that it is stored at offset 10.");
        assertThat(text(story.log()))
                .contains("read it at offset 10")
                .contains("Retention deleted segments and moved the log start to 20, past it: broker-1 says"
                        + " \"Incremented log start offset to 20 due to segment deletion\".")
                .contains("the log reached from offset 40 to 149: the record was no longer in it");
        assertThat(story.log()).anySatisfy(s -> assertThat(s.evidence()).containsExactly("brokers/broker-1.log:1"));
        assertThat(text(group(story, "unlucky-group").statements()))
                .contains("Member m1 took the partition over at offset 0 (nothing was committed).")
                .contains("Member m1 stood at offset 5, which was out of range; its reset policy moved it to offset 60,"
                        + " past the record.")
                .contains("Member m1 committed offset 120, past it.")
                .contains("No poll of the group was given it.");
        assertThat(text(group(story, "calm-group").statements()))
                .contains("A poll of member m1 was given it, from offset 10.")
                .contains("The application (m1) had processed it.");
    }

    @Test
    void anOffsetThatWasCutOffAndTakenAgainHasTwoStories() {
        List<Story> stories = at(StoredCauses.SECOND, 95);

        assertThat(stories).extracting(Story::id).containsExactly("run2/prod1/p00000/s95", "run2/prod1/p00000/s105");
        assertThat(text(stories.get(0).log()))
                .contains(
                        "Broker 2 became the leader (epoch 1) in place of broker 1, with a log that ended at offset 90")
                .contains("Broker 1 cut its copy of the log at offset 90")
                .contains("At offset 95 the witness read another record, s105 of run2/prod1.")
                .contains("offset 95 lay within, but the record was gone");
        assertThat(group(stories.get(0), "unlucky-group").verdict().outcome().code())
                .isEqualTo("truncated");
        assertThat(group(stories.get(1), "unlucky-group").verdict().outcome().code())
                .isEqualTo("processed");
    }

    @Test
    void aCompactedRecordIsToldWithTheNewerOneAndTheCleanersPass() {
        Story story = story(StoredCauses.SECOND, 30);

        assertThat(text(story.log()))
                .contains("A newer record of its key, s40, was stored at offset 40.")
                .contains("\"cleaned log load-events-0 (dirty section = [0, 60])\"");
        assertThat(text(group(story, "unlucky-group").statements()))
                .contains("Member m1 stood at offset 20, and was next given offset 50.");
    }

    @Test
    void whatHadNoPlaceInTheLogIsToldByItsIdentity() {
        assertThat(text(story(StoredCauses.FIRST, 155).producer())).contains("without an offset: no proof");
        assertThat(text(story(StoredCauses.FIRST, 165).producer()))
                .contains("the send failed: DELIVERY_TIMEOUT, which leaves open whether it is stored.");
        assertThat(text(story(StoredCauses.FIRST, 175).producer()))
                .contains("RECORD_TOO_LARGE, before the record could be stored anywhere.");
        assertThat(text(story(StoredCauses.FIRST, 182).producer())).contains("no answer is on record");
        assertThat(text(story(StoredCauses.FIRST, 190).producer())).contains("never handed to the client");
        assertThat(group(story(StoredCauses.FIRST, 175), "calm-group").verdict().lost())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            nullValues = "-",
            value = {
                "run1 ~ 0 ~ 150 ~ - ~ --offset: partition 0 has no record of the run at offset 150: its offsets are 0 to 149",
                "run1 ~ 1 ~ 0 ~ - ~ --partition is 1; allowed: 0 to 0",
                "run1 ~ 0 ~ 0 ~ nobody ~ --group: `nobody` does not occur; allowed: calm-group, late-group, sought-group, unlucky-group",
                "run3 ~ 0 ~ 0 ~ - ~ --run: `run3` is no run or variant of this folder; allowed: run1 (variant-run1, trial 1), run2 (variant-run2, trial 1)",
                "- ~ 0 ~ 0 ~ - ~ --run: 2 runs are possible, say which: run1 (variant-run1, trial 1), run2 (variant-run2, trial 1)",
            })
    void whatIsNotThereIsNamedAndWhatIsAllowed(String run, int partition, long offset, String group, String message) {
        assertThatThrownBy(() -> RecordStory.tell(dir, new Question(run, null, partition, offset, group)))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessage(message);
    }

    @Test
    void aRunIsChosenByItsVariant() {
        assertThat(at("variant-run2", 5).get(0).run()).isEqualTo(StoredCauses.SECOND);
    }

    @Test
    void changedEvidenceIsSaidWithTheStory(@TempDir Path changed) throws IOException {
        store(changed);
        Path log = changed.resolve("evidence/run1/brokers/broker-1.log");
        Files.writeString(log, Files.readString(log).replace("segment deletion", "client delete records request"));

        Story story = RecordStory.tell(changed, new Question("run1", null, 0, 10, null))
                .get(0);

        assertThat(story.objections()).first().asString().startsWith("brokers/broker-1.log: changed after the run");
    }

    @Test
    void evidenceThatCannotBeReadAnyMoreIsNoInternalError(@TempDir Path damaged) throws IOException {
        store(damaged);
        Files.writeString(damaged.resolve("evidence/run1/ledgers/send-run1-prod1/meta.properties"), "kind=send\n");

        assertThatThrownBy(() -> RecordStory.tell(damaged, new Question("run1", null, 0, 10, null)))
                .isInstanceOf(LabException.Evidence.class)
                .hasMessageContaining("meta.properties: changed after the run");
    }

    @Test
    void whetherARecordIsThereIsNotSaidByEvidenceThatDoesNotHold(@TempDir Path damaged) throws IOException {
        store(damaged);
        Path journal = damaged.resolve("evidence/run1/ledgers/send-run1-prod1/acks-00000.journal");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[7] ^= 1;
        Files.write(journal, bytes);

        RecordId record = new RecordId(new Source("run1", StoredCauses.PRODUCER), 0, 3);
        assertThatThrownBy(() -> RecordStory.tell(damaged, new Question(null, record, 0, -1, null)))
                .isInstanceOf(LabException.Evidence.class)
                .hasMessageContaining("acks-00000.journal: changed after the run");
        assertThatThrownBy(() -> RecordStory.tell(damaged, new Question("run1", null, 0, 100_000, null)))
                .isInstanceOf(LabException.Evidence.class);
        assertThatThrownBy(() -> RecordStory.tell(damaged, new Question("run3", null, 0, 0, null)))
                .isInstanceOf(LabException.Evidence.class);
    }

    @Test
    void aChangedTitleIsSaidWithTheStory(@TempDir Path changed) throws IOException {
        store(changed);
        Path facts = changed.resolve("evidence/experiment.json");
        Files.writeString(facts, Files.readString(facts).replace("\"t\"", "\"forged\""));

        Story story = RecordStory.tell(changed, new Question("run1", null, 0, 10, null))
                .get(0);

        assertThat(story.objections())
                .containsExactly("evidence/experiment.json: changed after the run: its seal does not hold");
    }
}
