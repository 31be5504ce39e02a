package io.losslab.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.result.StoredFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody else's result folder may do to who opens it: nothing. */
class StrangersFolderTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path temp;

    private Path dir;

    @BeforeEach
    void storeFolder() throws IOException {
        dir = temp.resolve("result");
        StoredFolder.store(dir);
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "lost", "explain --partition 0 --offset 3"})
    void aLinkInItIsOneLineAndCode2(String command) throws IOException {
        Path victim = Files.writeString(temp.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(dir.resolve(".report.html.unfinished"), victim);

        assertThat(run(command)).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains(link + " is a link");
        assertThat(out.toString()).isEmpty();
        assertThat(victim).hasContent("precious");
        assertThat(dir.resolve("report.html")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "lost", "explain --partition 0 --offset 3"})
    void aForgedResultWithoutEvidenceIsCode1(String command) throws IOException {
        Files.delete(dir.resolve("evidence/experiment.json"));
        Files.delete(dir.resolve("evidence/run1/observed.json"));
        Files.writeString(dir.resolve("result.json"), "{\"verdict\": \"EXPECTED\", \"runs\": []}");

        assertThat(run(command)).isEqualTo(1);

        assertThat(out + err.toString()).contains("is not proven");
        assertThat(dir.resolve("report.html")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evidence/experiment.json", "evidence/run1/run.json", "evidence/run1/observed.json"})
    void aRemovedPieceOfEvidenceIsCode1Everywhere(String piece) throws IOException {
        Files.delete(dir.resolve(piece));

        for (String command : new String[] {"lost", "explain --partition 0 --offset 100000", "report"}) {
            assertThat(run(command)).as(command).isEqualTo(1);
        }
        assertThat(dir.resolve("result.json")).content().contains("INVALID_EVIDENCE");
        assertThat(dir.resolve("report.html")).content().contains("INVALID_EVIDENCE");
    }

    @Test
    void nothingIsOnStandardOutputBeforeTheEvidenceIsChecked() throws IOException {
        Files.writeString(dir.resolve("evidence/run1/run.json"), "{");

        assertThat(run("lost --csv")).isEqualTo(1);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("does not hold")
                .contains("run.json");
    }

    @Test
    void whatIsListedOfChangedEvidenceIsSaidToBeUnprovenFirst() throws IOException {
        Path log = dir.resolve("evidence/run1/brokers/broker-1.log");
        Files.writeString(log, Files.readString(log) + "more\n");

        assertThat(run("lost")).isEqualTo(1);

        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString().lines().findFirst().orElseThrow()).contains("is not proven");
        assertThat(err.toString()).contains("(not proven)");
    }

    private int run(String command) {
        String[] words = command.split(" ", 2);
        String line = words[0] + " " + dir + (words.length > 1 ? " " + words[1] : "");
        return Main.run(line.split(" "), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
