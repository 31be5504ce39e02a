package io.losslab.ledger.journal;

import io.losslab.ledger.identity.Source;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the sources that a ledger meets, from 0. A source is in the file before its number is first used.
 *
 * <p>Thread-safe; callers keep the number of the source they saw last, so the lock is met once per source and thread.
 */
public final class SourceTable implements Closeable {
    public static final String FILE = "sources.tsv";

    private final @Nullable FileChannel channel;
    private final Map<Source, Integer> ids = new HashMap<>();

    public SourceTable(Path dir) throws IOException {
        channel = FileChannel.open(
                dir.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** In memory only. */
    SourceTable() {
        channel = null;
    }

    public synchronized int idOf(Source source) {
        Integer known = ids.get(source);
        if (known != null) {
            return known;
        }
        int id = ids.size();
        String line = id + "\t" + source.run() + "\t" + source.producer() + "\n";
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (channel != null && bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's table of sources cannot grow: " + e.getMessage(), e);
        }
        ids.put(source, id);
        return id;
    }

    /**
     * Source {@code i} of the list has number {@code i}. A last line without its end was never used: the process was killed
     * while it wrote it.
     */
    public static List<Source> read(Path dir) throws IOException {
        Path file = dir.resolve(FILE);
        if (!Files.exists(file)) {
            if (LedgerMeta.journals(dir).isEmpty()) {
                return List.of(); // whoever laid out the ledger was killed before
            }
            throw new DamagedJournalException(file, "missing");
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        List<Source> sources = new ArrayList<>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            String[] fields = line.split("\t");
            if (fields.length != 3 || !fields[0].equals(Integer.toString(sources.size()))) {
                throw new DamagedJournalException(file, "line " + (sources.size() + 1) + " is not a source");
            }
            try {
                sources.add(new Source(fields[1], fields[2]));
            } catch (IllegalArgumentException e) {
                throw new DamagedJournalException(file, e.getMessage());
            }
        }
        return sources;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
