package io.losslab.lab.place;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Cuts the logs of a broker that is down back to its {@code recovery-point-offset-checkpoint}: what it knows to be
 * flushed. The quorum's own log is spared; Kafka flushes it before it counts.
 */
final class UnflushedTails {
    private static final String CHECKPOINT = "recovery-point-offset-checkpoint";
    private static final String QUORUM_LOG = "__cluster_metadata-0";
    private static final String SEGMENT = ".log";
    /** Of a batch: its first offset, and how many bytes follow the length itself. */
    private static final int BATCH_OVERHEAD = 12;

    private UnflushedTails() {}

    /**
     * @param dataDir the broker's {@code log.dirs}
     * @return where the logs of the topic's partitions end now, as far as something was cut off them
     */
    static Map<Integer, Long> cut(Path dataDir, String topic) {
        Map<Integer, Long> ends = new TreeMap<>();
        try {
            Map<String, Long> flushed = flushed(dataDir.resolve(CHECKPOINT));
            for (Path log : partitions(dataDir)) {
                String name = log.getFileName().toString();
                long to = flushed.getOrDefault(name, 0L);
                if (cutLog(log, to) && name.startsWith(topic + "-")) {
                    ends.put(Integer.valueOf(name.substring(topic.length() + 1)), to);
                }
            }
            return ends;
        } catch (IOException e) {
            throw new LabException.Environment("the logs in " + dataDir + " cannot be cut: " + e, e);
        }
    }

    private static List<Path> partitions(Path dataDir) throws IOException {
        try (Stream<Path> dirs = Files.list(dataDir)) {
            return dirs.filter(Files::isDirectory)
                    .filter(dir -> dir.getFileName().toString().matches(".+-[0-9]+"))
                    .filter(dir -> !dir.endsWith(QUORUM_LOG))
                    .sorted()
                    .toList();
        }
    }

    /** By the name of the partition's folder. A partition that is not in it was never flushed. */
    private static Map<String, Long> flushed(Path checkpoint) throws IOException {
        Map<String, Long> flushed = new HashMap<>();
        if (Files.exists(checkpoint)) {
            List<String> lines = Files.readAllLines(checkpoint);
            for (String line : lines.subList(2, lines.size())) { // after a version and the number of entries
                String[] words = line.split(" ");
                flushed.put(words[0] + "-" + words[1], Long.parseLong(words[2]));
            }
        }
        return flushed;
    }

    /** Returns whether anything was cut off. */
    private static boolean cutLog(Path log, long to) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(log)) {
            segments = new ArrayList<>(
                    files.filter(f -> f.toString().endsWith(SEGMENT)).sorted().toList());
        }
        boolean cut = false;
        for (Path segment : segments) {
            boolean keep = segment.equals(segments.get(0)) || base(segment) <= to;
            cut |= keep ? cutSegment(segment, to) : Files.size(segment) > 0;
            if (!keep) {
                Files.delete(segment);
            }
        }
        if (cut) {
            dropDerived(log, to);
        }
        return cut;
    }

    private static long base(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    /** Returns whether anything was cut off. */
    private static boolean cutSegment(Path segment, long to) throws IOException {
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            long position = 0;
            ByteBuffer head = ByteBuffer.allocate(BATCH_OVERHEAD);
            while (position + BATCH_OVERHEAD <= size) {
                head.clear();
                channel.read(head, position);
                head.flip();
                long first = head.getLong();
                int length = head.getInt();
                if (first >= to || length <= 0) {
                    break;
                }
                position += BATCH_OVERHEAD + length;
            }
            if (position >= size) {
                return false;
            }
            channel.truncate(position);
            return true;
        }
    }

    /** Indexes are made anew when the broker recovers its log; snapshots of producers must not know more than it has. */
    private static void dropDerived(Path log, long to) throws IOException {
        List<Path> derived;
        try (Stream<Path> files = Files.list(log)) {
            derived = files.filter(
                            f -> f.getFileName().toString().matches("[0-9]+\\.(index|timeindex|txnindex|snapshot)"))
                    .toList();
        }
        for (Path file : derived) {
            boolean snapshot = file.toString().endsWith(".snapshot");
            if (!snapshot || base(file) > to) {
                Files.delete(file);
            }
        }
    }
}
