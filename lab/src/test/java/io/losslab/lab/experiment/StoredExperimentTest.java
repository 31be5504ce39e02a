package io.losslab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.LabException;
import io.losslab.lab.check.Verdict;
import io.losslab.lab.experiment.StoredExperiment.Again;
import io.losslab.lab.experiment.evidence.EvidenceStream;
import io.losslab.lab.experiment.evidence.FaultLines;
import io.losslab.lab.experiment.evidence.StoredRun;
import io.losslab.lab.fault.FaultEvent;
import io.losslab.lab.fault.FaultSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredExperimentTest {
    private static final String SPEC = """
            name: t
            title: T
            load: {tps: 100, duration: 1s}
            consumers: {c: {app: slow-consumer, group: group}}
            expect: {c: {lost: "> 0", causes: [retention-deleted]}}
            """;

    @TempDir
    private Path temp;

    private Path dir;

    @BeforeEach
    void storeExperiment() throws IOException {
        dir = temp.resolve("result");
        store(dir);
        StoredExperiment.open(dir).conclude();
    }

    /** A folder as a run leaves it, without {@code result.json}. */
    static void store(Path dir) throws IOException {
        store(dir, SPEC, run -> {});
    }

    /** What a run leaves behind besides. */
    interface Leftover {
        void in(Path run) throws IOException;
    }

    private static void store(Path dir, String experiment, Leftover leftover) throws IOException {
        Path run = Files.createDirectories(dir.resolve("evidence").resolve(StoredRun.RUN));
        StoredRun.writeStreams(run);
        leftover.in(run);
        ObjectNode spec = YamlDocument.parse("test", experiment).root();
        ObjectNode observed = JsonNodeFactory.instance.objectNode();
        observed.put("label", "").put("variant", "default").put("trial", 1).put("runId", StoredRun.RUN);
        observed.putObject("producer").put("achievedTps", 99.75);
        observed.putObject("groups").putObject(StoredRun.GROUP).put("groupId", StoredRun.GROUP);
        observed.set("spec", spec);
        ResultJson.write(run.resolve(RunObservation.FILE), observed);
        StoredRun.seal(run);
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("experiment", "t").set("spec", spec);
        StoredExperiment.create(dir, facts, List.of(StoredRun.RUN));
    }

    @Test
    void judgedAgainTheResultIsTheSameToTheByteAlsoElsewhere() throws IOException {
        byte[] before = Files.readAllBytes(dir.resolve("result.json"));
        assertThat(StoredExperiment.judgeAgain(dir).again()).isEqualTo(Again.SAME);

        Path moved = Files.move(dir, temp.resolve("moved"));
        StoredExperiment.Judged judged = StoredExperiment.judgeAgain(moved);

        assertThat(judged.again()).isEqualTo(Again.SAME);
        assertThat(judged.verdict()).as(new String(before)).isEqualTo(Verdict.EXPECTED);
        assertThat(judged.note()).isEqualTo("judged again from evidence: the same result, to the byte");
        assertThat(Files.readAllBytes(moved.resolve("result.json"))).isEqualTo(before);
    }

    @Test
    void anEditedResultIsNamedAndReplaced() throws IOException {
        Path file = dir.resolve("result.json");
        byte[] before = Files.readAllBytes(file);
        Files.writeString(file, Files.readString(file).replace("\"lost\" : 40", "\"lost\" : 4"));

        StoredExperiment.Judged judged = StoredExperiment.judgeAgain(dir);

        assertThat(judged.again()).isEqualTo(Again.DIFFERENT);
        assertThat(judged.note()).endsWith("first difference: runs[0].groups.group.lost: was 4, is 40");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void changedEvidenceMakesTheVerdictInvalid() throws IOException {
        Path journal = dir.resolve("evidence/run1/ledgers/consume-group-c1/deliveries-00000.journal");
        byte[] bytes = Files.readAllBytes(journal);
        bytes[4096 + 48] ^= 1;
        Files.write(journal, bytes);

        StoredExperiment.Judged judged = StoredExperiment.judgeAgain(dir);

        assertThat(judged.verdict()).isEqualTo(Verdict.INVALID_EVIDENCE);
        assertThat(ResultJson.read(dir.resolve("result.json"))
                        .path("runs")
                        .path(0)
                        .path("evidenceFaults")
                        .path(0)
                        .asText())
                .startsWith("ledgers/consume-group-c1/deliveries-00000.journal: changed after the run");
    }

    @Test
    void evidenceThatCannotBeReadAnyMoreMakesTheVerdictInvalid() throws IOException {
        Files.delete(dir.resolve("evidence/run1/ledgers/consume-group-c1/meta.properties"));

        assertThat(StoredExperiment.judgeAgain(dir).verdict()).isEqualTo(Verdict.INVALID_EVIDENCE);
    }

    @Test
    void aFolderOfAnOlderVersionIsNotJudgedAgain() throws IOException {
        Files.delete(dir.resolve("evidence/experiment.json"));

        StoredExperiment.Judged judged = StoredExperiment.judgeAgain(dir);

        assertThat(judged.again()).isEqualTo(Again.NOT_POSSIBLE);
        assertThat(judged.verdict()).isEqualTo(Verdict.EXPECTED);
    }

    @Test
    void aRunWithoutItsEvidenceIsAnErrorOfTheFolder() throws IOException {
        Files.delete(dir.resolve("evidence/run1/observed.json"));

        assertThatThrownBy(() -> StoredExperiment.judgeAgain(dir))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageContaining("observed.json is missing");
    }

    private ObjectNode judged(String experiment, Leftover leftover) throws IOException {
        Path other = Files.createTempDirectory(temp, "other");
        store(other, experiment, leftover);
        return StoredExperiment.open(other).conclude().result();
    }

    /** Of processes that were killed while they laid out their ledgers, by this version and by older ones. */
    @Test
    void ledgersThatWereNeverBegunAreNoDamage() throws IOException {
        ObjectNode result = judged(SPEC, run -> {
            Path ledgers = run.resolve("ledgers");
            Path sender = Files.createDirectory(ledgers.resolve("send-run1-prod2"));
            Files.write(sender.resolve("acks-00000.journal"), new byte[4096]);
            Files.createDirectory(ledgers.resolve("consume-group-c3"));
            Path older = Files.createDirectory(ledgers.resolve("send-run1-prod3"));
            Files.copy(
                    ledgers.resolve("send-run1-prod1/meta.properties"), older.resolve("meta.properties"));
            Files.writeString(
                    older.resolve("meta.properties"),
                    Files.readString(older.resolve("meta.properties")).replace("prod1", "prod3"));
            Files.write(older.resolve("acks-00000.journal"), new byte[1234]);
            Files.write(older.resolve("failures-00000.journal"), new byte[0]);
            Path member = Files.createDirectory(ledgers.resolve("consume-group-c2"));
            Files.writeString(
                    member.resolve("meta.properties"),
                    Files.readString(ledgers.resolve("consume-group-c1/meta.properties"))
                            .replace("instance=c1", "instance=c2"));
            Files.write(member.resolve("sources.tsv"), new byte[0]);
            for (String stream : List.of("deliveries", "outcomes", "commits", "misrouted")) {
                Files.write(member.resolve(stream + "-00000.journal"), new byte[4096 + 1024 * 48]);
            }
        });

        assertThat(result.path("runs").path(0).path("evidenceFaults")).isEmpty();
        assertThat(result.path("verdict").asText()).isEqualTo("EXPECTED");
        assertThat(result.path("runs").path(0).path("groups").path("group").path("lost").asInt())
                .isEqualTo(StoredRun.DELETED);
    }

    @Test
    void aLedgerThatRecordedAndDoesNotSayWhatItIsAboutIsDamage() throws IOException {
        ObjectNode result =
                judged(SPEC, run -> Files.delete(run.resolve("ledgers/send-run1-prod1/meta.properties")));

        assertThat(result.path("verdict").asText()).isEqualTo("INVALID_EVIDENCE");
        assertThat(result.path("runs").path(0).path("evidenceFaults").toString())
                .contains("send-run1-prod1/meta.properties: damaged");
    }

    @Test
    void aMemberThatATwinHasFencedIsTold() throws IOException {
        Path other = Files.createTempDirectory(temp, "fenced");
        store(other, SPEC, run -> {});
        Path observed = other.resolve("evidence/run1/observed.json");
        ObjectNode all = ResultJson.read(observed);
        ObjectNode group = (ObjectNode) all.path("groups").path(StoredRun.GROUP);
        group.putArray("instances").addObject().put("instance", "c1").put("channelFailure", "fenced: by another");
        ResultJson.write(observed, all);
        StoredRun.seal(other.resolve("evidence/run1"));

        ObjectNode result = StoredExperiment.open(other).conclude().result();

        assertThat(result.path("runs").path(0).path("warnings").toString())
                .isEqualTo("[\"member c1 of group could not go on reading: fenced: by another\"]");
        assertThat(result.path("verdict").asText()).isEqualTo("EXPECTED");
    }

    /** What Kafka refused is not what the file says, whatever the groups did. */
    @Test
    void aFaultThatKafkaRefusedIsToldAndNotAsExpected() throws IOException {
        ObjectNode result = judged(SPEC + FAULT, StoredExperimentTest::refused);

        assertThat(result.path("verdict").asText()).isEqualTo("UNEXPECTED");
        assertThat(result.path("expectations").toString())
                .contains("faults were carried out: fault 0, elect-leaders partition 0, partition 0: Kafka refused:"
                        + " PreferredLeaderNotAvailable");
        assertThat(result.path("runs").path(0).path("warnings").toString())
                .contains("fault 0, elect-leaders partition 0, partition 0: Kafka refused: PreferredLeaderNotAvailable");
        assertThat(result.path("runs").path(0).path("faults").path(0).path("refused").asBoolean())
                .isTrue();
    }

    @Test
    void aFaultThatMayBeRefusedIsToldOnly() throws IOException {
        ObjectNode result = judged(
                (SPEC + FAULT).replace("to: preferred", "to: preferred, mayBeRefused: true"),
                StoredExperimentTest::refused);

        assertThat(result.path("verdict").asText()).isEqualTo("EXPECTED");
        assertThat(result.path("runs").path(0).path("warnings").toString()).contains("Kafka refused");
    }

    private static final String FAULT =
            "faults: [{kind: elect-leaders, target: partition 0, at: 1s, to: preferred}]\n";

    private static void refused(Path run) throws IOException {
        Files.delete(run.resolve(FaultLines.FILE));
        FaultSpec fault = ExperimentSpec.of(YamlDocument.parse("test", SPEC + FAULT).root())
                .faults()
                .get(0);
        try (EvidenceStream lines = FaultLines.create(run)) {
            FaultLines.write(
                    lines,
                    new FaultEvent(
                            0,
                            fault,
                            FaultEvent.Step.REFUSED,
                            1_795_254_000_500_000L,
                            1_795_254_000_600_000L,
                            "load-events",
                            0,
                            -1,
                            "refused: PreferredLeaderNotAvailable"));
        }
    }
}
