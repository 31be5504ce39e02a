package io.losslab.lab.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFolderTest {
    @TempDir
    private Path temp;

    private Path victim;
    private Path dir;

    @BeforeEach
    void aVictimOutside() throws IOException {
        victim = Files.writeString(temp.resolve("victim"), "precious");
        dir = temp.resolve("result");
    }

    @Test
    void aLinkInItsPlaceIsReplacedAndNotFollowed() throws IOException {
        Files.createDirectory(dir);
        Path file = dir.resolve("result.json");
        Files.createSymbolicLink(file, victim);
        Files.createSymbolicLink(dir.resolve(".result.json.unfinished"), victim);

        ResultFolder.writeWhole(file, "new".getBytes());

        assertThat(victim).hasContent("precious");
        assertThat(file).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(entries(dir)).containsExactlyInAnyOrder("result.json", ".result.json.unfinished");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "result.json",
                "report.html",
                ".report.html.unfinished",
                "timeline.csv",
                "evidence",
                "evidence/experiment.json",
                "evidence/run1",
                "evidence/run1/brokers/broker-1.log",
                "notes"
            })
    void aFolderWithALinkAtAnyDepthIsRefused(String link) throws IOException {
        Path path = dir.resolve(link);
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, link.endsWith("run1") || link.equals("evidence") ? temp : victim);

        assertThatThrownBy(() -> ResultFolder.stored(dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessage(path + " is a link; a result folder holds files and folders only, so nothing in it was read"
                        + " or written");
    }

    @Test
    void aPipeThatNobodyWritesToIsNotWaitedFor() throws Exception {
        Files.createDirectory(dir);
        new ProcessBuilder("mkfifo", dir.resolve("result.json").toString())
                .start()
                .waitFor();

        assertThatThrownBy(() -> ResultFolder.stored(dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("result.json is neither a file nor a folder");
    }

    @Test
    void theFolderItselfMayBeNamedByALink() throws IOException {
        Files.createDirectory(dir);
        Path latest = Files.createSymbolicLink(temp.resolve("latest"), dir);

        assertThat(ResultFolder.stored(latest).dir()).isEqualTo(latest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../../victim", "/etc", "a/b", "", ".", "-x"})
    void whatIsNoIdOfARunLeadsNowhere(String id) {
        assertThatThrownBy(() -> ResultFolder.at(dir).evidence(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void discardRemovesWhatTheRunMadeWithTheFoldersAboveIt() throws IOException {
        ResultFolder folder = ResultFolder.create(temp.resolve("a/b/c"), "--out");
        fill(folder);

        folder.discard();

        assertThat(temp.resolve("a")).doesNotExist();
    }

    @Test
    void discardLeavesAnEmptyFolderThatWasThere() throws IOException {
        Files.createDirectory(dir);
        ResultFolder folder = ResultFolder.create(dir, "--out");
        fill(folder);

        folder.discard();

        assertThat(entries(dir)).isEmpty();
    }

    @Test
    void discardLeavesALinkAndWhereItLeads() throws IOException {
        Files.createDirectory(dir);
        Path link = Files.createSymbolicLink(temp.resolve("link"), dir);
        ResultFolder folder = ResultFolder.create(link, "--out");
        fill(folder);

        folder.discard();

        assertThat(link).isSymbolicLink();
        assertThat(entries(dir)).isEmpty();
    }

    @Test
    void discardLeavesWhatSomebodyPutThereMeanwhile() throws IOException {
        ResultFolder folder = ResultFolder.create(dir, "--out");
        fill(folder);
        Files.writeString(dir.resolve("notes.txt"), "mine");
        Files.writeString(dir.resolve("evidence/notes.txt"), "mine too");

        folder.discard();

        assertThat(entries(dir)).containsExactlyInAnyOrder("notes.txt", "evidence");
        assertThat(entries(dir.resolve("evidence"))).containsExactly("notes.txt");
    }

    @Test
    void aFolderWithSomethingInItAndADanglingLinkAreRefusedAndStay() throws IOException {
        Files.writeString(Files.createDirectory(dir).resolve("notes.txt"), "mine");
        Path dangling = Files.createSymbolicLink(temp.resolve("dangling"), temp.resolve("nowhere"));

        for (Path out : List.of(dir, dangling, victim)) {
            assertThatThrownBy(() -> ResultFolder.create(out, "--out x"))
                    .isInstanceOf(LabException.BadInput.class)
                    .hasMessage("--out x: is there already and not an empty folder; name a new one");
        }
        assertThat(dir.resolve("notes.txt")).hasContent("mine");
        assertThat(dangling).isSymbolicLink();
        assertThat(temp.resolve("nowhere")).doesNotExist();
    }

    private static void fill(ResultFolder folder) throws IOException {
        Files.writeString(folder.newRun("run1").resolve("run.json"), "{}");
        folder.newRun("run2");
        folder.newTimeline().close();
        folder.newFolder("no-loss").newRun("run3");
        folder.writeExperiment(new byte[1]);
        folder.writeResult(new byte[1]);
        folder.writeResult(new byte[2]);
        folder.writeReport("page");
    }

    private static List<String> entries(Path dir) throws IOException {
        try (Stream<Path> entries = Files.list(dir)) {
            return entries.map(e -> e.getFileName().toString()).toList();
        }
    }
}
