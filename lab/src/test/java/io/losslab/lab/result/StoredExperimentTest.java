package io.losslab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.LabException;
import io.losslab.lab.act.FaultEvent;
import io.losslab.lab.act.FaultSpec;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.evidence.EvidenceStream;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.evidence.StoredRun;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.process.Folders;
import io.losslab.lab.result.StoredExperiment.Again;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.YamlDocument;
import io.losslab.lab.story.LostRecords;
import io.losslab.lab.story.RecordStory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StoredExperimentTest {
    @TempDir
    private Path temp;

    private Path dir;

    @BeforeEach
    void storeExperiment() throws IOException {
        dir = temp.resolve("result");
        StoredFolder.store(dir);
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
    void aFolderWithoutEvidenceIsNotJudgedAndNothingIsWritten() throws IOException {
        Path run = dir.resolve("evidence/run1/observed.json");
        Files.delete(run);
        Files.delete(dir.resolve("evidence/experiment.json"));
        byte[] before = Files.readAllBytes(dir.resolve("result.json"));

        StoredExperiment.Judged judged = StoredExperiment.judgeAgain(dir);

        assertThat(judged.again()).isEqualTo(Again.NOT_POSSIBLE);
        assertThat(judged.verdict()).isEqualTo(Verdict.INVALID_EVIDENCE);
        assertThat(judged.note()).contains("is not proven");
        assertThat(dir.resolve("result.json")).hasBinaryContent(before);
    }

    /** What a stranger, or an accident, may do to the evidence; each ends in a stored result that claims nothing. */
    static Stream<Arguments> damages() {
        return Stream.of(
                damage("experiment.json: missing", d -> Files.delete(d.resolve("evidence/experiment.json"))),
                damage("experiment.json: changed after the run: is not JSON", d -> write(d, "experiment.json", "{")),
                damage("experiment.json: changed after the run: does not hold", d -> write(d, "experiment.json", "[]")),
                damage(
                        "experiment.json: changed after the run: its seal does not hold",
                        d -> replace(d, "experiment.json", "\"T\"", "\"Forged\"")),
                damage(
                        "experiment.json: changed after the run: its seal was removed",
                        d -> replace(d, "experiment.json", "\"seal\"", "\"no\"")),
                damage(
                        "experiment.json: changed after the run: names a run that no lab made",
                        d -> replace(d, "experiment.json", "\"run1\"", "\"../../victim\"")),
                damage("timeline.csv: changed after the run", d -> Files.writeString(d.resolve("timeline.csv"), "x")),
                damage("timeline.csv: missing", d -> Files.delete(d.resolve("timeline.csv"))),
                damage("run.json: missing", d -> Files.delete(d.resolve("evidence/run1/run.json"))),
                damage("run.json: changed after the run: is not JSON", d -> write(d, "run1/run.json", "{\"runId\":")),
                damage("observed.json: changed after the run", d -> write(d, "run1/observed.json", "no JSON")),
                damage("observed.json: missing", d -> Files.delete(d.resolve("evidence/run1/observed.json"))),
                damage("run.json: missing", d -> Folders.delete(d.resolve("evidence/run1"))),
                damage(
                        "deliveries-00000.journal: changed after the run",
                        d -> write(d, "run1/ledgers/consume-group-c1/deliveries-00000.journal", "")));
    }

    private interface Attack {
        void on(Path dir) throws IOException;
    }

    private static Arguments damage(String named, Attack attack) {
        return Arguments.of(named, attack);
    }

    private static void write(Path dir, String file, String content) throws IOException {
        Files.writeString(dir.resolve("evidence").resolve(file), content);
    }

    private static void replace(Path dir, String file, String old, String now) throws IOException {
        Path path = dir.resolve("evidence").resolve(file);
        String content = Files.readString(path);
        assertThat(content).contains(old);
        Files.writeString(path, content.replace(old, now));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void evidenceThatDoesNotHoldReplacesTheOldVerdict(String named, Attack attack) throws IOException {
        Path result = dir.resolve("result.json");
        assertThat(result).content().contains("\"verdict\" : \"EXPECTED\"");
        attack.on(dir);

        StoredExperiment.Judged judged = StoredExperiment.judgeAgain(dir);

        assertThat(judged.verdict()).isEqualTo(Verdict.INVALID_EVIDENCE);
        assertThat(judged.again()).isEqualTo(Again.DIFFERENT);
        assertThat(result)
                .content()
                .contains("\"verdict\" : \"INVALID_EVIDENCE\"")
                .doesNotContain("Forged");
        List<String> faults = new ArrayList<>();
        ResultJson.read(result).path("runs").path(0).path("evidenceFaults").forEach(f -> faults.add(f.asText()));
        assertThat(faults).anyMatch(fault -> fault.contains(named));
        assertThat(StoredExperiment.judgeAgain(dir).again()).as("stays so").isEqualTo(Again.SAME);
    }

    @ParameterizedTest
    @MethodSource("damages")
    void nothingIsListedAndNoRecordIsDeniedByEvidenceThatDoesNotHold(String named, Attack attack) throws IOException {
        attack.on(dir);
        LostRecords.Filter all = new LostRecords.Filter(null, null, null, null, null, null);

        try {
            assertThat(LostRecords.open(dir).objections(all)).isNotEmpty();
        } catch (LabException e) {
            assertThat(e).isInstanceOf(LabException.Evidence.class);
        }
        assertThatThrownBy(() -> RecordStory.tell(dir, new RecordStory.Question(null, null, 0, 100_000, null)))
                .isInstanceOf(LabException.Evidence.class)
                .hasMessageStartingWith("the evidence does not hold");
    }

    @Test
    void aFolderThatAnOlderVersionDidNotSealIsReadAndThatIsSaid() throws IOException {
        Path run = dir.resolve("evidence/run1");
        ObjectNode observed = ResultJson.read(run.resolve("observed.json"));
        observed.remove(StoredExperiment.SEALED);
        ResultJson.write(run.resolve("observed.json"), observed);
        StoredRun.seal(run);
        Path file = dir.resolve("evidence/experiment.json");
        ObjectNode facts = ResultJson.read(file);
        facts.remove(List.of("files", "seal"));
        ResultJson.write(file, facts);

        StoredExperiment.Judged judged = StoredExperiment.judgeAgain(dir);

        assertThat(judged.verdict()).isEqualTo(Verdict.EXPECTED);
        assertThat(judged.again()).isEqualTo(Again.SAME);
        assertThat(judged.note())
                .isEqualTo("judged again from evidence: the same result, to the byte; its title, its command and the"
                        + " plotted timeline.csv are not sealed by the version that wrote them");
    }

    private ObjectNode judged(String experiment, StoredFolder.Leftover leftover) throws IOException {
        Path other = Files.createTempDirectory(temp, "other");
        StoredFolder.store(other, experiment, leftover);
        return StoredExperiment.open(other).conclude().result();
    }

    /** Of processes that were killed while they laid out their ledgers, by this version and by older ones. */
    @Test
    void ledgersThatWereNeverBegunAreNoDamage() throws IOException {
        ObjectNode result = judged(StoredFolder.SPEC, run -> {
            Path ledgers = run.resolve("ledgers");
            Path sender = Files.createDirectory(ledgers.resolve("send-run1-prod2"));
            Files.write(sender.resolve("acks-00000.journal"), new byte[4096]);
            Files.createDirectory(ledgers.resolve("consume-group-c3"));
            Path older = Files.createDirectory(ledgers.resolve("send-run1-prod3"));
            Files.copy(ledgers.resolve("send-run1-prod1/meta.properties"), older.resolve("meta.properties"));
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
        assertThat(result.path("runs")
                        .path(0)
                        .path("groups")
                        .path("group")
                        .path("lost")
                        .asInt())
                .isEqualTo(StoredRun.DELETED);
    }

    @Test
    void aLedgerThatRecordedAndDoesNotSayWhatItIsAboutIsDamage() throws IOException {
        ObjectNode result =
                judged(StoredFolder.SPEC, run -> Files.delete(run.resolve("ledgers/send-run1-prod1/meta.properties")));

        assertThat(result.path("verdict").asText()).isEqualTo("INVALID_EVIDENCE");
        assertThat(result.path("runs").path(0).path("evidenceFaults").toString())
                .contains("send-run1-prod1/meta.properties: damaged");
    }

    @Test
    void aMemberThatATwinHasFencedIsTold() throws IOException {
        Path other = Files.createTempDirectory(temp, "fenced");
        StoredFolder.store(other, StoredFolder.SPEC, run -> {});
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
        ObjectNode result = judged(StoredFolder.SPEC + FAULT, StoredExperimentTest::refused);

        assertThat(result.path("verdict").asText()).isEqualTo("UNEXPECTED");
        assertThat(result.path("expectations").toString())
                .contains("faults were carried out: fault 0, elect-leaders partition 0, partition 0: Kafka refused:"
                        + " PreferredLeaderNotAvailable");
        assertThat(result.path("runs").path(0).path("warnings").toString())
                .contains(
                        "fault 0, elect-leaders partition 0, partition 0: Kafka refused: PreferredLeaderNotAvailable");
        assertThat(result.path("runs")
                        .path(0)
                        .path("faults")
                        .path(0)
                        .path("refused")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aFaultThatMayBeRefusedIsToldOnly() throws IOException {
        ObjectNode result = judged(
                (StoredFolder.SPEC + FAULT).replace("to: preferred", "to: preferred, mayBeRefused: true"),
                StoredExperimentTest::refused);

        assertThat(result.path("verdict").asText()).isEqualTo("EXPECTED");
        assertThat(result.path("runs").path(0).path("warnings").toString()).contains("Kafka refused");
    }

    private static final String FAULT = "faults: [{kind: elect-leaders, target: partition 0, at: 1s, to: preferred}]\n";

    private static void refused(Path run) throws IOException {
        Files.delete(run.resolve(EvidenceFiles.FAULTS));
        FaultSpec fault = ExperimentSpec.of(
                        YamlDocument.parse("test", StoredFolder.SPEC + FAULT).root())
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
