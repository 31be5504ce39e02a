package io.losslab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.LabException;
import io.losslab.lab.check.Verdict;
import io.losslab.lab.experiment.StoredExperiment.Again;
import io.losslab.lab.experiment.evidence.StoredRun;
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
        Path run = Files.createDirectories(dir.resolve("evidence").resolve(StoredRun.RUN));
        StoredRun.writeStreams(run);
        ObjectNode spec = YamlDocument.parse("test", SPEC).root();
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
}
