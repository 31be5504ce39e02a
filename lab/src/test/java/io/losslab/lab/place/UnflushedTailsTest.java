package io.losslab.lab.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnflushedTailsTest {
    @TempDir
    private Path disk;

    /** Batches of ten records each. */
    private void segment(String partition, long base, int batches) throws IOException {
        Path folder = Files.createDirectories(disk.resolve(partition));
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        for (int batch = 0; batch < batches; batch++) {
            SimpleRecord[] records = Stream.generate(() -> new SimpleRecord("value".getBytes()))
                    .limit(10)
                    .toArray(SimpleRecord[]::new);
            bytes.put(MemoryRecords.withRecords(base + 10L * batch, Compression.NONE, records)
                    .buffer());
        }
        byte[] content = new byte[bytes.position()];
        bytes.flip().get(content);
        Files.write(folder.resolve(String.format("%020d.log", base)), content);
        for (String derived : List.of("index", "timeindex", "snapshot")) {
            Files.createFile(folder.resolve(String.format("%020d.%s", base, derived)));
        }
    }

    private long end(String partition, long base) throws IOException {
        long end = base;
        Path file = disk.resolve(partition).resolve(String.format("%020d.log", base));
        for (var batch : MemoryRecords.readableRecords(ByteBuffer.wrap(Files.readAllBytes(file)))
                .batches()) {
            end = batch.nextOffset();
        }
        return end;
    }

    private void checkpoint(String... lines) throws IOException {
        Files.write(
                disk.resolve("recovery-point-offset-checkpoint"),
                Stream.concat(Stream.of("0", Integer.toString(lines.length)), Stream.of(lines))
                        .toList());
    }

    @Test
    void whatTheCheckpointDoesNotKnowIsCutOff() throws IOException {
        segment("events-0", 0, 5);
        segment("events-0", 50, 5);
        segment("events-0", 100, 5);
        checkpoint("events 0 70");

        assertThat(UnflushedTails.cut(disk, "events")).containsOnlyKeys(0).containsEntry(0, 70L);

        assertThat(end("events-0", 0)).isEqualTo(50);
        assertThat(end("events-0", 50)).isEqualTo(70);
        assertThat(disk.resolve("events-0")).isDirectoryNotContaining("glob:**0100.*");
        assertThat(disk.resolve("events-0")).isDirectoryNotContaining("glob:**.index");
        assertThat(disk.resolve("events-0/00000000000000000050.snapshot")).exists();
    }

    @Test
    void aPartitionThatWasNeverFlushedIsEmptyAndOneThatWasIsWhole() throws IOException {
        segment("events-0", 0, 5);
        segment("events-1", 0, 5);
        segment("other-0", 0, 5);
        checkpoint("events 1 50", "other 0 10");

        assertThat(UnflushedTails.cut(disk, "events")).containsOnlyKeys(0).containsEntry(0, 0L);

        assertThat(end("events-0", 0)).isZero();
        assertThat(end("events-1", 0)).isEqualTo(50);
        assertThat(disk.resolve("events-1/00000000000000000000.index")).exists();
        assertThat(end("other-0", 0)).isEqualTo(10);
    }

    @Test
    void theQuorumsOwnLogIsSpared() throws IOException {
        segment("__cluster_metadata-0", 0, 5);
        checkpoint();

        assertThat(UnflushedTails.cut(disk, "events")).isEmpty();

        assertThat(end("__cluster_metadata-0", 0)).isEqualTo(50);
    }
}
