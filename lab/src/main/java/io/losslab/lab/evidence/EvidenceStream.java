package io.losslab.lab.evidence;

import io.losslab.ledger.identity.EpochClock;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A CSV file whose lines are numbered without gaps and stamped, and which ends with a line that says so: a reader sees
 * what is missing. Every line is handed to the system as it is written.
 *
 * <p>Thread-safe.
 */
public final class EvidenceStream implements Closeable {
    /** First field of the last line. */
    static final String END = "end";

    private final Path file;
    private final BufferedWriter writer;
    private long lines;

    /**
     * @param columns names after {@code n} and {@code at_micros}
     */
    public EvidenceStream(Path file, String... columns) {
        this.file = file;
        try {
            writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
            writer.write("n,at_micros," + String.join(",", columns) + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("evidence " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** No field may hold a comma or a line break. */
    public synchronized void line(long atMicros, Object... fields) {
        StringBuilder line = new StringBuilder().append(lines++).append(',').append(atMicros);
        for (Object field : fields) {
            line.append(',').append(field == null ? "" : field);
        }
        write(line.append('\n').toString());
    }

    public synchronized long lines() {
        return lines;
    }

    private void write(String line) {
        try {
            writer.write(line);
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("evidence " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Writes the end line. */
    @Override
    public synchronized void close() throws IOException {
        try (writer) {
            writer.write(END + "," + EpochClock.micros() + "," + lines + "\n");
        }
    }
}
