package io.losslab.lab.run;

import io.losslab.lab.CsvLine;
import io.losslab.lab.evidence.Replication;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.ledger.identity.EpochClock;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * {@code timeline.csv}: one line a sample, one block of columns a group; an empty field is unknown.
 *
 * <p>{@code replication} alone is not a number: who has each partition, {@code
 * partition=leader/epoch/replicas/isr/elr}, of those partitions where it has changed since the run's line before, or
 * {@code ?} from when no broker answers.
 */
public final class Timeline implements Closeable {
    /** A cluster that has not answered for so long tells nothing of now. */
    private static final long STALE_MICROS = 2_000_000;

    private static final String NOBODY_ANSWERS = "?";

    private final Writer writer;
    private final List<String> groups;
    private String runId = "";
    private Map<Integer, Replication> replication = Map.of();

    /** A new one. */
    public Timeline(ResultFolder folder, List<String> groups) throws IOException {
        this.groups = groups;
        writer = folder.newTimeline();
        StringJoiner header = new StringJoiner(",", "", "\n");
        header.add("variant,trial,runId,at,elapsedMs,phase,producedTotal,producedPerSecond")
                .add("logStartOffset,logEndOffset,logSizeBytes")
                .add("sendP50Ms,sendP99Ms,sendMaxMs,replication");
        for (String group : groups) {
            for (String column : List.of(
                    "processedTotal",
                    "processedPerSecond",
                    "processedTo",
                    "committed",
                    "lag",
                    "lead",
                    "lost",
                    "delayMs",
                    "latencyP50Ms",
                    "latencyP99Ms",
                    "latencyMaxMs")) {
                header.add(group + ":" + column);
            }
        }
        writer.write(header.toString());
    }

    void add(RunScope scope, RunSample sample) {
        add(
                scope.variant().name(),
                scope.variant().trial(),
                scope.runId(),
                scope.phases().startedMicros(),
                sample);
    }

    void add(String variant, int trial, String runId, long startedMicros, RunSample sample) {
        StringJoiner line = new StringJoiner(",", "", "\n");
        line.add(CsvLine.of(List.of(variant)).stripTrailing())
                .add(Integer.toString(trial))
                .add(runId);
        line.add(EpochClock.instant(sample.atMicros()).toString());
        line.add(Long.toString((sample.atMicros() - startedMicros) / 1_000)).add(sample.phase());
        line.add(number(sample.produced())).add(number(sample.producedPerSecond()));
        boolean known =
                sample.cluster() != null && sample.atMicros() - sample.cluster().atMicros() < STALE_MICROS;
        line.add(number(known ? sample.cluster().logStartSum() : -1));
        line.add(number(known ? sample.cluster().endSum() : -1));
        line.add(number(known ? sample.cluster().sizeBytes() : -1));
        addLatency(line, sample.sendLatency());
        line.add(changed(runId, sample.replication()));
        for (String group : groups) {
            RunSample.GroupSample g = sample.groups().get(group);
            if (g == null) {
                line.add(",,,,,,,,,,");
            } else {
                line.add(number(g.processed()))
                        .add(number(g.processedPerSecond()))
                        .add(number(g.processedTo()))
                        .add(number(g.committed()));
                line.add(known && g.lag() != null ? Long.toString(g.lag()) : "")
                        .add(Long.toString(g.lead()))
                        .add(number(g.lost()));
                line.add(number(g.delayMillis()));
                addLatency(line, g.latency());
            }
        }
        try {
            writer.write(line.toString());
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("timeline.csv cannot be written: " + e.getMessage(), e);
        }
    }

    /** Where nothing was measured, unknown: not zero. */
    private static void addLatency(StringJoiner line, RunSample.Latency latency) {
        if (latency == null) {
            line.add(",,");
        } else {
            line.add(number(latency.p50())).add(number(latency.p99())).add(number(latency.max()));
        }
    }

    private String changed(String run, Map<Integer, Replication> now) {
        Map<Integer, Replication> before = run.equals(runId) ? replication : Map.of();
        runId = run;
        replication = now;
        if (now.isEmpty() && !before.isEmpty()) {
            return NOBODY_ANSWERS;
        }
        return now.entrySet().stream()
                .filter(p -> !p.getValue().equals(before.get(p.getKey())))
                .map(p -> p.getKey() + "=" + p.getValue().text())
                .collect(Collectors.joining(" "));
    }

    private static String number(long value) {
        return value < 0 ? "" : Long.toString(value);
    }

    private static String number(double value) {
        return value < 0 ? "" : String.format(Locale.ROOT, "%.1f", value);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
