package io.losslab.lab.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The end of a process's log, read for the one line that tells why it ended. */
public final class LogTail {
    private static final int TAIL_BYTES = 256 * 1024;
    private static final int LINE_CHARS = 400;
    private static final Pattern ERROR = Pattern.compile("\\b(ERROR|FATAL|SEVERE)\\b");

    private LogTail() {}

    /**
     * The last line at ERROR or FATAL with its root cause, else the last line that is not a part of a stack trace.
     */
    public static Optional<String> lastError(Path log) {
        return lastError(log, 0);
    }

    /** As {@link #lastError(Path)}, without what lies before a position in bytes. */
    public static Optional<String> lastError(Path log, long from) {
        List<String> lines = lines(log, from);
        String error = null;
        String cause = null;
        String last = null;
        for (String line : lines) {
            if (ERROR.matcher(line).find()) {
                error = line;
                cause = null;
            } else if (error != null && line.startsWith("Caused by: ")) {
                cause = line;
            }
            if (last != null && last.endsWith(":") && !line.isBlank()) {
                last = last + " " + line.strip(); // the heading of a list
            } else if (!line.isBlank() && !line.startsWith("\t") && !line.startsWith("Caused by: ")) {
                last = line;
            }
        }
        if (error == null) {
            return Optional.ofNullable(last).map(LogTail::shortened);
        }
        return Optional.of(cause == null ? shortened(error) : shortened(error) + " | " + shortened(cause));
    }

    /** The lines of the log's end, of which none begins before a position in bytes. */
    static List<String> lines(Path log, long position) {
        if (!Files.isRegularFile(log)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(Math.min(position, file.length()), file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String shortened(String line) {
        String stripped = line.strip();
        return stripped.length() <= LINE_CHARS ? stripped : stripped.substring(0, LINE_CHARS) + "...";
    }
}
