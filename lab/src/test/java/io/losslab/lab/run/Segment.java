package io.losslab.lab.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one log segment of a partition whose broker is down, for surgery. Batches begin with their base offset (8 bytes) and
 * the length of what follows (4 bytes); a hole between them is what compaction leaves, too, so that a broker reads over it.
 */
final class Segment {
    private static final int PREFIX_BYTES = 12;

    private final Path partitionDir;

    Segment(Path partitionDir) {
        this.partitionDir = partitionDir;
    }

    /** Cuts out the batches whose base offsets are within the range, and the indexes, which the broker builds anew. */
    void removeBatches(long from, long to) throws IOException {
        Path log = files(".log").get(0);
        ByteBuffer before = ByteBuffer.wrap(Files.readAllBytes(log));
        ByteBuffer after = ByteBuffer.allocate(before.capacity());
        while (before.remaining() >= PREFIX_BYTES) {
            long base = before.getLong(before.position());
            int bytes = PREFIX_BYTES + before.getInt(before.position() + 8);
            if (base < from || base >= to) {
                after.put(before.slice(before.position(), bytes));
            }
            before.position(before.position() + bytes);
        }
        byte[] left = new byte[after.position()];
        after.flip().get(left);
        Files.write(log, left);
        for (Path index : files("index")) {
            Files.delete(index);
        }
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(partitionDir)) {
            return files.filter(f -> f.toString().endsWith(suffix)).toList();
        }
    }
}
