package io.losslab.ledger.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a ledger folder is about: {@code meta.properties}, written once, before the first journal. */
public final class LedgerMeta {
    public static final String FILE = "meta.properties";

    private LedgerMeta() {}

    static void write(Path dir, Map<String, String> fields) throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields)
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        Files.writeString(dir.resolve(FILE), text, StandardCharsets.UTF_8);
    }

    public static Map<String, String> read(Path dir) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        for (String line : Files.readAllLines(dir.resolve(FILE), StandardCharsets.UTF_8)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return fields;
    }
}
