package io.losslab.app.testing;

import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.JournalEntry;
import io.losslab.ledger.journal.JournalReader;
import io.losslab.ledger.journal.RunJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads what a service wrote. */
public final class Ledgers {
    private Ledgers() {}

    /** The entries of a stream ({@code acks}, {@code outcomes}, ...) of one partition of one ledger. */
    public static List<JournalEntry> entries(Path ledger, String stream, int partition) {
        List<JournalEntry> entries = new ArrayList<>();
        Path file = journal(ledger, stream, partition);
        if (Files.exists(file)) {
            try {
                JournalReader.read(file, entries::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return entries;
    }

    public static JournalReader.Header header(Path ledger, String stream, int partition) {
        try {
            return JournalReader.header(journal(ledger, stream, partition));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path journal(Path ledger, String stream, int partition) {
        return ledger.resolve(RunJournal.fileName(stream, partition));
    }

    /** The sequences of the entries of a kind. */
    public static SortedSet<Long> sequences(List<JournalEntry> entries, EntryKind kind) {
        SortedSet<Long> sequences = new TreeSet<>();
        for (JournalEntry entry : entries) {
            if (entry.kind() == kind) {
                for (long sequence = entry.firstSequence(); sequence < entry.endSequence(); sequence++) {
                    sequences.add(sequence);
                }
            }
        }
        return sequences;
    }

    /** The ledgers below a folder whose names start so. */
    public static List<Path> below(Path dir, String prefix) {
        try (Stream<Path> ledgers = Files.list(dir)) {
            return ledgers.filter(l -> l.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
