package io.losslab.lab.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void storeRun() throws IOException {
        StoredRun.writeStreams(dir);
        StoredRun.seal(dir);
    }

    @Test
    void whatIsAsItWasHasNoHoles() throws IOException {
        assertThat(Seal.holes(dir)).isEmpty();
        assertThat(EvidenceReader.read(dir).holes()).isEmpty();
        assertThat(Seal.of(dir))
                .containsKeys(
                        "partitions.csv",
                        "commits.csv",
                        "brokers/broker-1.log",
                        "ledgers/send-run1-prod1/acks-00000.journal",
                        "ledgers/consume-group-c1/sources.tsv",
                        "witness/consume-witness-witness/deliveries-00000.journal")
                .doesNotContainKeys("slow-consumer.log", "run.json");
    }

    @Test
    void oneChangedByteIsNamedInEveryFile() throws IOException {
        for (String file : List.copyOf(Seal.of(dir).keySet())) {
            Path path = dir.resolve(file);
            byte[] whole = Files.readAllBytes(path);
            byte[] changed = whole.clone();
            changed[changed.length / 2] ^= 1;
            Files.write(path, changed);
            assertThat(Seal.holes(dir))
                    .as(file)
                    .singleElement()
                    .asString()
                    .startsWith(file + ": changed after the run:");
            Files.write(path, whole);
        }
        assertThat(Seal.holes(dir)).isEmpty();
    }

    @Test
    void oneMissingLineIsNamedInEveryTextFile() throws IOException {
        for (String file : List.of("partitions.csv", "commits.csv", "brokers/broker-1.log", "run.json")) {
            Path path = dir.resolve(file);
            byte[] whole = Files.readAllBytes(path);
            List<String> lines = new ArrayList<>(Files.readAllLines(path, StandardCharsets.UTF_8));
            lines.remove(lines.size() > 20 ? 3 : 1); // of run.json: the number of partitions
            Files.write(path, lines);
            assertThat(Seal.holes(dir))
                    .as(file)
                    .singleElement()
                    .asString()
                    .startsWith(file + ": changed after the run:");
            Files.write(path, whole);
        }
    }

    @Test
    void aRemovedAndAnAdditionalFileAreNamed() throws IOException {
        Files.delete(dir.resolve("ledgers/consume-group-c1/commits-00000.journal"));
        Files.writeString(dir.resolve("ledgers/consume-group-c1/commits-00007.journal"), "x");
        assertThat(Seal.holes(dir))
                .satisfiesExactly(
                        first ->
                                assertThat(first).startsWith("ledgers/consume-group-c1/commits-00000.journal: missing"),
                        second ->
                                assertThat(second).startsWith("ledgers/consume-group-c1/commits-00007.journal: added"));
    }

    @Test
    void aFolderWithoutASealSaysSo() throws IOException {
        Files.writeString(dir.resolve("run.json"), "{\"runId\": \"run1\"}");
        assertThat(Seal.holes(dir)).containsExactly("run.json: is not sealed");
    }

    @Test
    void processesMayLiveOnInTheirOwnFolders() throws IOException {
        Files.createDirectories(dir.resolve("broker-1/data"));
        Files.writeString(dir.resolve("broker-1/data/0000.log"), "x");
        Files.writeString(dir.resolve("slow-consumer.log"), "more\n");
        assertThat(Seal.holes(dir)).isEmpty();
    }
}
