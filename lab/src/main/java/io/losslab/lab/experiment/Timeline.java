package io.losslab.lab.experiment;

import io.losslab.ledger.identity.EpochClock;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** {@code timeline.csv}: one line a sample, one block of columns a group; an empty field is unknown. */
final class Timeline implements Closeable {
    private final BufferedWriter writer;
    private final List<String> groups;

    Timeline(Path file, List<String> groups) throws IOException {
        this.groups = groups;
        writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
        StringJoiner header = new StringJoiner(",", "", "\n");
        header.add("variant,trial,runId,at,elapsedMs,phase,producedTotal,producedPerSecond")
                .add("logStartOffset,logEndOffset,logSizeBytes");
        for (String group : groups) {
            for (String column : List.of(
                    "processedTotal",
                    "processedPerSecond",
                    "processedTo",
                    "committed",
                    "lag",
                    "lead",
                    "lost",
                    "delayMs")) {
                header.add(group + ":" + column);
            }
        }
        writer.write(header.toString());
    }

    void add(Variant variant, String runId, long startedMicros, RunSample sample) {
        StringJoiner line = new StringJoiner(",", "", "\n");
        line.add(quoted(variant.name())).add(Integer.toString(variant.trial())).add(runId);
        line.add(EpochClock.instant(sample.atMicros()).toString());
        line.add(Long.toString((sample.atMicros() - startedMicros) / 1_000)).add(sample.phase());
        line.add(number(sample.produced())).add(number(sample.producedPerSecond()));
        boolean known = sample.cluster() != null;
        line.add(number(known ? sample.cluster().logStartSum() : -1));
        line.add(number(known ? sample.cluster().endSum() : -1));
        line.add(number(known ? sample.cluster().sizeBytes() : -1));
        for (String group : groups) {
            RunSample.GroupSample g = sample.groups().get(group);
            if (g == null) {
                line.add(",,,,,,,");
            } else {
                line.add(number(g.processed()))
                        .add(number(g.processedPerSecond()))
                        .add(number(g.processedTo()))
                        .add(number(g.committed()));
                line.add(number(g.lag())).add(Long.toString(g.lead())).add(number(g.lost()));
                line.add(number(g.delayMillis()));
            }
        }
        try {
            writer.write(line.toString());
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("timeline.csv cannot be written: " + e.getMessage(), e);
        }
    }

    private static String number(long value) {
        return value < 0 ? "" : Long.toString(value);
    }

    private static String number(double value) {
        return value < 0 ? "" : String.format(Locale.ROOT, "%.1f", value);
    }

    /** A variant's name may hold commas. */
    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
