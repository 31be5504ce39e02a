package io.losslab.lab.evidence;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads an {@link EvidenceStream}, and says what is missing in it. */
final class EvidenceLines {
    private EvidenceLines() {}

    /**
     * @param each called with time (microseconds since 1970) and the fields after it, for each line up to the first hole
     * @return null when the stream is whole, else the hole in one line
     */
    static @Nullable String read(Path file, int fields, BiConsumer<Long, String[]> each) throws IOException {
        String name = file.getFileName().toString();
        if (!Files.exists(file)) {
            return name + ": the stream is missing";
        }
        long n = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] parts = line.split(",", -1);
                if (parts[0].equals(EvidenceStream.END)) {
                    boolean whole = parts.length == 3 && parts[2].equals(Long.toString(n)) && reader.readLine() == null;
                    return whole ? null : name + ": ends after line " + n + ", but says otherwise";
                }
                if (!parts[0].equals(Long.toString(n))) {
                    return name + ": line " + n + " is missing";
                }
                if (parts.length != fields + 2) {
                    return name + ": line " + n + " is damaged";
                }
                try {
                    each.accept(Long.parseLong(parts[1]), java.util.Arrays.copyOfRange(parts, 2, parts.length));
                } catch (IllegalArgumentException e) {
                    return name + ": line " + n + " is damaged";
                }
                n++;
            }
        }
        return name + ": breaks off after line " + (n - 1);
    }
}
