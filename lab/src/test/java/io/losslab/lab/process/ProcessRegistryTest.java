package io.losslab.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessRegistryTest {
    @TempDir
    private Path stateDir;

    private final List<Process> started = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private ProcessRegistry registry;

    @BeforeEach
    void open() {
        registry = new ProcessRegistry(stateDir);
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void sessionOfALivingLabIsNotTouched() throws Exception {
        try (LabSession session = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", line -> {})) {
            Process child = sleeping(session.marker());
            registry.noteProcess(session.id(), "broker-1", child.toHandle());

            assertThat(registry.sweep()).isEmpty();
            assertThat(child.isAlive()).isTrue();
            assertThat(registry.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.ownerAlive()).isTrue();
                assertThat(entry.isLeftover()).isFalse();
                assertThat(entry.processes())
                        .extracting(ProcessRegistry.Noted::alive)
                        .containsExactly(true);
            });
        }
        assertThat(registry.entries()).isEmpty();
    }

    @Test
    void nextStartEndsWhatAKilledLabLeftAndRemovesItsFolders() throws Exception {
        LabSession killed = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", line -> {});
        Process noted = sleeping(killed.marker());
        Process startedInTheLastMoment = sleeping(killed.marker());
        registry.noteProcess(killed.id(), "broker-1", noted.toHandle());
        Path folder = stateDir.resolve("data");
        killed.removeAtEnd(folder);
        Files.writeString(folder.resolve("segment"), "x");
        pretendOwnerDied(killed.id());

        List<String> notes = new ArrayList<>();
        try (LabSession next = registry.open(ProcessRegistry.Kind.RUN, "losslab run no-loss", notes::add)) {
            assertThat(notes)
                    .hasSize(2)
                    .anyMatch(line -> line.equals(
                            "ended a leftover: broker-1 (pid " + noted.pid() + ") of `losslab run data-loss`"));
            assertThat(noted.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(startedInTheLastMoment.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(folder).doesNotExist();
            assertThat(registry.entries()).extracting(ProcessRegistry.Entry::id).containsExactly(next.id());
        }
        killed.close();
    }

    @Test
    void aProcessThatOnlyHasTheSameIdIsNotEnded() throws Exception {
        LabSession killed = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", line -> {});
        Process stranger = sleeping("-Dkafka-loss-lab.session=other");
        registry.noteProcess(killed.id(), "broker-1", stranger.toHandle());
        pretendOwnerDied(killed.id());

        assertThat(registry.sweep()).isEmpty();
        assertThat(stranger.isAlive()).isTrue();
        killed.close();
    }

    @Test
    void aProcessThatStartedAtAnotherTimeIsNotEnded() throws Exception {
        LabSession session = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", line -> {});
        Process child = sleeping("x");
        ProcessIdentity identity = ProcessIdentity.of(child.toHandle());

        assertThat(identity.alive()).isPresent();
        assertThat(new ProcessIdentity(identity.pid(), identity.startMillis() - 60_000).alive())
                .isEmpty();
        session.close();
    }

    @Test
    void aFolderWithoutTheSessionsMarkIsNotRemoved() throws Exception {
        LabSession killed = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", line -> {});
        Path folder = stateDir.resolve("data");
        killed.removeAtEnd(folder);
        Files.writeString(folder.resolve(ProcessRegistry.FOLDER_MARK), "-Dkafka-loss-lab.session=other");
        pretendOwnerDied(killed.id());

        registry.sweep();
        assertThat(folder).exists();
        killed.forgetFolder(folder);
        killed.close();
    }

    @Test
    void whatWasKeptOutlivesItsLabUntilItIsEnded() throws Exception {
        Process kept;
        Path folder = stateDir.resolve("data");
        try (LabSession session = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss --keep", line -> {})) {
            kept = sleeping(session.marker());
            registry.noteProcess(session.id(), "broker-1", kept.toHandle());
            registry.noteFolder(session.id(), folder);
            registry.keep(session.id(), List.of(kept.pid()), List.of(folder));
        }
        assertThat(registry.sweep()).isEmpty();
        assertThat(kept.isAlive()).isTrue();

        ProcessRegistry.Entry entry = registry.entries().get(0);
        assertThat(entry.kind()).isEqualTo(ProcessRegistry.Kind.KEPT);
        assertThat(registry.end(entry)).hasSize(1);
        assertThat(kept.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(folder).doesNotExist();
        assertThat(registry.entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pid=abc", "kind=NONE", "since=yesterday", "marker=\\\\u12", "start=99999999999999999999"})
    void aSessionThatIsNoNoteOfTheLabsIsSkippedAndSaidOnce(String line) throws Exception {
        Path bad = stateDir.resolve("sessions/bad");
        Files.createDirectories(bad);
        Files.writeString(bad.resolve("session.properties"), "marker=\n" + line.replace("\\\\", "\\") + "\n");

        try (LabSession session = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", said::add)) {
            assertThat(said).singleElement().asString().contains("bad/session.properties");
            assertThat(registry.entries()).extracting(ProcessRegistry.Entry::id).containsExactly(session.id());
            assertThat(registry.sweep()).as("said once").isEmpty();
        }
        assertThat(bad).exists();
    }

    @Test
    void binariesAndFilesInThePlaceOfFoldersAreSkipped() throws Exception {
        Path sessions = Files.createDirectories(stateDir.resolve("sessions"));
        Files.writeString(sessions.resolve("plain"), "x");
        Files.write(
                Files.createDirectory(sessions.resolve("binary")).resolve("session.properties"),
                new byte[] {(byte) 0xff, 0, (byte) 0xc3, 0x28});
        Files.createDirectories(sessions.resolve("nested/session.properties"));
        Files.createDirectories(sessions.resolve("empty"));

        registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", said::add)
                .close();

        assertThat(said)
                .hasSize(3)
                .anyMatch(line -> line.contains("plain"))
                .anyMatch(line -> line.contains("binary/session.properties: is no text"))
                .anyMatch(line -> line.contains("nested/session.properties"));
    }

    @Test
    void aBadNoteInAGoodSessionDoesNotSaveItsOtherProcesses() throws Exception {
        LabSession killed = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", line -> {});
        Process noted = sleeping(killed.marker());
        registry.noteProcess(killed.id(), "broker-1", noted.toHandle());
        Path session = stateDir.resolve("sessions").resolve(killed.id());
        Files.writeString(session.resolve("process-7"), "pid=abc\n");
        Files.writeString(session.resolve("folder-7"), "path=\\u0000\nmarker=" + killed.marker() + "\n");
        Files.createDirectory(session.resolve("traces-7"));
        pretendOwnerDied(killed.id());

        assertThat(registry.sweep())
                .anyMatch(line -> line.startsWith("ended a leftover: broker-1"))
                .anyMatch(line -> line.contains("process-7"))
                .anyMatch(line -> line.contains("folder-7"))
                .anyMatch(line -> line.contains("traces-7"));
        assertThat(noted.waitFor(5, TimeUnit.SECONDS)).isTrue();
        killed.close();
    }

    @Test
    void whatAKilledRunMayHaveLeftOnAClusterThatDoesNotAnswerIsNamedUntilItIsForgotten() throws Exception {
        LabSession killed = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", line -> {});
        killed.noteTraces(new ForeignTraces(
                "127.0.0.1:1", null, "abcdefghij", List.of("load-events-abcdefghij"), List.of("g-abcdefghij")));
        pretendOwnerDied(killed.id());

        for (int start = 0; start < 2; start++) {
            assertThat(registry.sweep())
                    .singleElement()
                    .asString()
                    .startsWith("left behind by `losslab run data-loss`: topics load-events-abcdefghij and groups"
                            + " g-abcdefghij on the cluster at 127.0.0.1:1; not removed: nobody answers");
        }
        ProcessRegistry.Entry entry = registry.entries().get(0);
        assertThat(entry.traces()).hasSize(1);
        registry.forgetAll(entry);
        assertThat(registry.sweep()).isEmpty();
        killed.close();
    }

    @Test
    void aSessionThatEndsWithTracesLeftIsTakenUpByTheNext() {
        ForeignTraces traces =
                new ForeignTraces("127.0.0.1:1", null, "abcdefghij", List.of("load-events-abcdefghij"), List.of());
        LabSession first = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss", line -> {});
        first.noteTraces(traces);
        first.close();
        assertThat(registry.entries()).singleElement().satisfies(entry -> assertThat(entry.traces())
                .containsExactly(traces));

        LabSession second = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss");
        second.noteTraces(traces);
        second.forgetTraces(traces);
        second.close();
        assertThat(registry.entries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "load-events", "__consumer_offsets", "abcdefghij"})
    void aNoteThatNamesATopicOfOthersIsNone(String topic) {
        assertThatThrownBy(() -> new ForeignTraces("h:1", null, "abcdefghij", List.of(topic), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Process sleeping(String marker) throws IOException {
        // not exec: the shell keeps the marker in its command line
        Process process = new ProcessBuilder("/bin/sh", "-c", "sleep 60; true", "sh", marker).start();
        started.add(process);
        return process;
    }

    private void pretendOwnerDied(String id) throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path file = stateDir.resolve("sessions").resolve(id).resolve("session.properties");
        Properties session = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            session.load(reader);
        }
        session.setProperty("pid", Long.toString(dead.pid()));
        try (Writer writer = Files.newBufferedWriter(file)) {
            session.store(writer, null);
        }
    }
}
