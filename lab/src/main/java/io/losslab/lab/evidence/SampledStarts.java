package io.losslab.lab.evidence;

import io.losslab.lab.check.LogStarts;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the log starts of the run's topic went, as samples through the Admin API saw them. */
final class SampledStarts {
    private static final long MAX_SAMPLING_GAP_MICROS = 5_000_000;

    private final OwnDeletions deletions;
    private final Map<Integer, List<LogStarts.Increment>> increments = new HashMap<>();
    private final Map<Integer, List<LogStarts.Return>> returns = new HashMap<>();
    private final Map<Integer, Long> last = new HashMap<>();

    /** Times of the last two heartbeats; a round's samples are older than its heartbeat. */
    private long before = -1;

    private long beforeThat;
    /** The first one, in words; null when there was none. */
    private @Nullable String gap;

    private SampledStarts(OwnDeletions deletions) {
        this.deletions = deletions;
    }

    /**
     * @param holes takes what is missing in the stream
     */
    static SampledStarts read(Path evidenceDir, OwnDeletions deletions, List<String> holes) throws IOException {
        SampledStarts starts = new SampledStarts(deletions);
        String hole = EvidenceLines.read(
                evidenceDir.resolve(EvidenceFiles.PARTITIONS), ClusterSample.FIELDS, starts::sampled);
        if (hole != null) {
            holes.add(hole);
        }
        return starts;
    }

    private void sampled(long at, String[] fields) {
        int partition = Integer.parseInt(fields[0]);
        if (partition == ClusterSample.HEARTBEAT) {
            if (before >= 0 && at - before > MAX_SAMPLING_GAP_MICROS && gap == null) {
                gap = EvidenceFiles.PARTITIONS + ": no sample for " + (at - before) / 1_000_000 + " s after " + before;
            }
            beforeThat = Math.max(0, before);
            before = at;
            return;
        }
        long start = Long.parseLong(fields[4]);
        Long known = last.put(partition, start);
        if (known != null && start < known) {
            returns.computeIfAbsent(partition, p -> new ArrayList<>()).add(new LogStarts.Return(at, start));
        }
        if (start > 0 && (known == null || start > known)) {
            increments
                    .computeIfAbsent(partition, p -> new ArrayList<>())
                    .addAll(deletions.moved(partition, known == null ? 0 : known, start, beforeThat, at));
        }
    }

    /** The first gap that is too long to tell what happened in it; null when there is none. */
    @Nullable
    String gap() {
        return gap;
    }

    /** When the last sample was taken, microseconds since 1970; -1 when none was. */
    long lastMicros() {
        return before;
    }

    List<LogStarts.Increment> increments(int partition) {
        return increments.getOrDefault(partition, List.of());
    }

    List<LogStarts.Return> returns(int partition) {
        return returns.getOrDefault(partition, List.of());
    }
}
