package io.losslab.ledger.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a ledger folder is about: {@code meta.properties}, whole or not there. The ledger exists from then on; a folder
 * without it is one whose process was killed while it laid the ledger out, before it could record anything.
 */
public final class LedgerMeta {
    public static final String FILE = "meta.properties";

    /** Hidden until it is whole. */
    private static final String UNFINISHED = "." + FILE;

    private static final Set<String> SEND = Set.of("createdAt", "partitions", "pid", "producer", "run", "topic");
    private static final Set<String> CONSUME = Set.of("createdAt", "group", "instance", "pid", "topic");

    private LedgerMeta() {}

    static void write(Path dir, Map<String, String> fields) throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields)
                .forEach((key, value) ->
                        text.append(key).append('=').append(value).append('\n'));
        Path unfinished = dir.resolve(UNFINISHED);
        Files.writeString(unfinished, text, StandardCharsets.UTF_8);
        Files.move(unfinished, dir.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * @throws DamagedJournalException when it is missing or not whole, although something was recorded
     */
    public static Map<String, String> read(Path dir) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        Path file = dir.resolve(FILE);
        if (!Files.exists(file)) {
            throw new DamagedJournalException(file, "missing");
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        boolean send = "send".equals(fields.get("kind"));
        boolean known = send || "consume".equals(fields.get("kind"));
        if (!text.endsWith("\n") || !known || !fields.keySet().containsAll(send ? SEND : CONSUME)) {
            throw new DamagedJournalException(file, "not whole");
        }
        return fields;
    }

    /**
     * Whether the process was killed while it laid this ledger out: it does not say yet what it is about, and nothing is on
     * record. Such a folder is as good as none.
     *
     * @param dir a ledger's folder
     */
    public static boolean isUnfinished(Path dir) throws IOException {
        try {
            read(dir);
            return false;
        } catch (DamagedJournalException notWhole) {
            return hasRecordedNothing(dir);
        }
    }

    private static boolean hasRecordedNothing(Path dir) throws IOException {
        if (Files.exists(dir.resolve(SourceTable.FILE)) && Files.size(dir.resolve(SourceTable.FILE)) > 0) {
            return false;
        }
        for (Path journal : journals(dir)) {
            try {
                JournalReader.Summary summary = JournalReader.read(journal, entry -> {});
                if (summary.entries() > 0 || summary.torn() || summary.header().counters()[SendLedger.RESERVED] > 0) {
                    return false;
                }
            } catch (DamagedJournalException e) {
                return false;
            }
        }
        return true;
    }

    /** The journals that are there. */
    static List<Path> journals(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.getFileName().toString().endsWith(RunJournal.SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
