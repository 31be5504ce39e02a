package io.losslab.lab.evidence;

import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between which two samples of {@code partitions.csv} the end of a partition's log first passed an offset. */
public final class LogEnds {
    /**
     * Two rounds of sampling in a row.
     *
     * @param fromMicros when the end was last found at {@code from}, microseconds since 1970
     * @param toMicros when it was found at {@code to}
     */
    public record Passing(long fromMicros, long from, long toMicros, long to) {}

    private final int partition;
    private final long offset;
    private long roundMicros = -1;
    private long end = -1;
    /** Null until it is found. */
    private @Nullable Passing passing;

    private LogEnds(int partition, long offset) {
        this.partition = partition;
        this.offset = offset;
    }

    /** Empty when the samples do not say. */
    public static Optional<Passing> passing(Path runDir, int partition, long offset) throws IOException {
        LogEnds ends = new LogEnds(partition, offset);
        EvidenceLines.read(runDir.resolve(EvidenceFiles.PARTITIONS), ClusterSample.FIELDS, ends::line);
        return Optional.ofNullable(ends.passing);
    }

    private void line(long at, String[] fields) {
        int of = Integer.parseInt(fields[0]);
        if (of == ClusterSample.HEARTBEAT) {
            roundMicros = at;
        } else if (of == partition) {
            long now = Long.parseLong(fields[5]);
            if (passing == null && end >= 0 && end <= offset && offset < now && roundMicros >= 0) {
                passing = new Passing(roundMicros, end, at, now);
            }
            end = now;
        }
    }
}
