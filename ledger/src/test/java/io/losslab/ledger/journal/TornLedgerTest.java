package io.losslab.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.ledger.identity.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What SIGKILL leaves wherever it strikes, and what it cannot leave. It loses no store and no write that was made, so the
 * order of them says what there can be: zeros to the full length first, the header's magic last, then entry after entry.
 */
class TornLedgerTest {
    private static final int ENTRIES = 70; // beyond the first page of entries
    private static final int WORD = 8;

    @TempDir
    Path dir;

    private Path send;
    private Path consume;

    @BeforeEach
    void twoLedgersWithEachKindOfJournal() throws IOException {
        SendLedger sent = SendLedger.create(dir, new Source("run", "p"), "t", 1, Map.of("acks", "all"));
        ConsumeLedger consumed = ConsumeLedger.create(dir, "g", "i", "t", Map.of());
        int source = consumed.sourceId(new Source("run", "p"));
        for (int i = 0; i < ENTRIES; i++) {
            long sequence = 2L * i; // a gap after each: an entry of its own
            sent.reserve(0);
            sent.acked(0, sequence, sequence, 1 + i);
            sent.failed(0, sequence + 1, SendFailure.RECORD_TOO_LARGE, 1 + i);
            consumed.delivered(0, source, sequence, sequence, 1 + i);
            consumed.outcome(EntryKind.PROCESSED, 0, source, sequence, sequence, 1 + i);
            consumed.committed(0, sequence, 1 + i);
            consumed.misrouted(EntryKind.DELIVERED_MISROUTED, 0, 1, source, sequence, sequence, 1 + i);
        }
        send = sent.dir();
        consume = consumed.dir();
        // not closed: as its writer was killed
    }

    private Path journal(String stream) {
        String name = RunJournal.fileName(stream, 0);
        return Files.exists(send.resolve(name)) ? send.resolve(name) : consume.resolve(name);
    }

    private static final class Read {
        private final List<JournalEntry> entries = new ArrayList<>();
        private JournalReader.Summary summary;
        private boolean damaged;
    }

    private static Read read(Path file) throws IOException {
        Read read = new Read();
        try {
            read.summary = JournalReader.read(file, read.entries::add);
        } catch (DamagedJournalException e) {
            read.damaged = true;
        }
        return read;
    }

    private void saysNothingWasRecorded(Path file, String description) throws IOException {
        Read read = read(file);
        assertThat(read.damaged).as(description).isFalse();
        assertThat(read.entries).as(description).isEmpty();
        assertThat(read.summary.torn()).as(description).isFalse();
        assertThat(read.summary.header().isWritten()).as(description).isFalse();
        assertThat(read.summary.header().counters()).as(description).containsOnly(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acks", "deliveries"})
    void zerosOfAnyLengthMeanThatNothingWasRecordedYet(String stream) throws IOException {
        Path file = journal(stream);
        Files.write(file, new byte[0]);
        try (FileChannel grows = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = 0; length <= RunJournal.SMALLEST_BYTES; length++) {
                boolean page = length % RunJournal.HEADER_BYTES < 2;
                if (length <= 2 * RunJournal.HEADER_BYTES || page || length > RunJournal.SMALLEST_BYTES - 100) {
                    saysNothingWasRecorded(file, stream + " of " + length + " zeros");
                }
                grows.write(ByteBuffer.allocate(1), length);
            }
        }
        assertThat(Files.size(file)).isEqualTo(RunJournal.SMALLEST_BYTES + 1);
        assertThat(read(file).damaged)
                .as("more zeros than are laid out before the header")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acks", "failures", "deliveries", "outcomes", "commits", "misrouted"})
    void aHeaderWithoutItsMagicMeansThatNothingWasRecordedYet(String stream) throws IOException {
        Path file = journal(stream);
        byte[] whole = Files.readAllBytes(file);
        for (int words = RunJournal.PARTITION_WORD; words <= RunJournal.CLOSED_WORD; words++) {
            byte[] torn = new byte[RunJournal.SMALLEST_BYTES];
            System.arraycopy(whole, WORD, torn, WORD, (words - 1) * WORD);
            Files.write(file, torn);
            saysNothingWasRecorded(file, stream + " with " + words + " words of its header");
            torn[RunJournal.HEADER_BYTES + 3] = 1;
            Files.write(file, torn);
            assertThat(read(file).damaged).as("an entry without a header").isTrue();
        }
        byte[] heartbeatFirst = new byte[RunJournal.SMALLEST_BYTES];
        heartbeatFirst[RunJournal.HEARTBEAT_WORD * WORD] = 1;
        Files.write(file, heartbeatFirst);
        assertThat(read(file).damaged).as("stores out of order").isTrue();
    }

    /** Each byte of the first three pages: what came after it was not stored yet. */
    @ParameterizedTest
    @ValueSource(strings = {"acks", "failures", "deliveries", "outcomes", "commits", "misrouted"})
    void whatWasStoredBeforeTheKillIsReadAndNothingElse(String stream) throws IOException {
        Path file = journal(stream);
        byte[] whole = Files.readAllBytes(file);
        List<JournalEntry> all = read(file).entries;
        assertThat(all).hasSize(ENTRIES);
        int header = (RunJournal.CREATED_WORD + 1) * WORD;
        Files.write(file, new byte[whole.length]);
        try (FileChannel stores = FileChannel.open(file, StandardOpenOption.WRITE)) {
            Read read = read(file);
            for (int kept = 0; kept <= 3 * RunJournal.HEADER_BYTES; kept++) {
                if (kept > 0 && whole[kept - 1] != 0) { // else it is the same file as before
                    stores.write(ByteBuffer.wrap(whole, kept - 1, 1), kept - 1);
                    read = read(file);
                }
                String where = stream + ", zeros from byte " + kept;
                if (kept == 0) {
                    saysNothingWasRecorded(file, where);
                } else if (kept < WORD) {
                    assertThat(read.damaged)
                            .as(where + ": half a magic is no store")
                            .isTrue();
                } else if (kept >= header) {
                    // the count of these entries is 1: its first byte, the eighth from the end, is all of it
                    int entries = Math.max(0, kept - RunJournal.HEADER_BYTES + 7) / RunJournal.ENTRY_BYTES;
                    assertThat(read.damaged).as(where).isFalse();
                    assertThat(read.entries).as(where).isEqualTo(all.subList(0, Math.min(ENTRIES, entries)));
                } else {
                    assertThat(read.damaged || read.entries.isEmpty()).as(where).isTrue();
                }
            }
        }
    }

    /** A file only grows, so no kill leaves a written one shorter. */
    @ParameterizedTest
    @ValueSource(strings = {"acks", "deliveries"})
    void aJournalThatWasCutShortIsDamaged(String stream) throws IOException {
        Path file = journal(stream);
        try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int length = RunJournal.SMALLEST_BYTES - 1; length > 0; length--) {
                cut.truncate(length);
                assertThat(read(file).damaged).as(stream + " cut to " + length).isTrue();
            }
        }
    }

    /** Grown by zeros, however far; an entry in the middle of the growth cannot be. */
    @Test
    void aFileThatWasAboutToGrowIsWhole() throws IOException {
        Path file = journal("acks");
        byte[] whole = Files.readAllBytes(file);
        for (int more = 0; more < 100; more++) {
            byte[] grown = Arrays.copyOf(whole, whole.length + more);
            Files.write(file, grown);
            assertThat(read(file).entries).hasSize(ENTRIES);
            if (more > 0) {
                grown[grown.length - 1] = 7;
                Files.write(file, grown);
                assertThat(read(file).damaged || read(file).summary.torn()).isTrue();
            }
        }
    }

    @Test
    void aFlippedBitInTheMiddleIsNoticed() throws IOException {
        Path file = journal("acks");
        byte[] whole = Files.readAllBytes(file);
        IntPredicate damaged = at -> {
            try {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) 0x80;
                Files.write(file, flipped);
                return read(file).damaged;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
        int third = RunJournal.HEADER_BYTES + 2 * RunJournal.ENTRY_BYTES;
        for (int magic = 0; magic < WORD; magic++) {
            assertThat(damaged.test(magic))
                    .as("byte " + magic + " of the magic")
                    .isTrue();
        }
        assertThat(damaged.test(third + 7)).as("the kind of the third entry").isTrue();
        assertThat(damaged.test(third + 47))
                .as("the sign of the third entry's count")
                .isTrue();
        assertThat(damaged.test(RunJournal.HEADER_BYTES + ENTRIES * RunJournal.ENTRY_BYTES + 95))
                .as("a count where nothing was written")
                .isTrue();
    }

    @Test
    void aTableOfSourcesEndsWithItsLastWholeLine() throws IOException {
        ConsumeLedger ledger = ConsumeLedger.create(dir, "g", "two", "t", Map.of());
        ledger.sourceId(new Source("run", "p"));
        ledger.sourceId(new Source("run", "q"));
        Path file = ledger.dir().resolve(SourceTable.FILE);
        byte[] whole = Files.readAllBytes(file);
        int first = "0\trun\tp\n".length();
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(SourceTable.read(ledger.dir()))
                    .as("cut to " + length)
                    .hasSize(length == whole.length ? 2 : length >= first ? 1 : 0);
        }
        Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, first + 3), whole.length));
        assertThat(SourceTable.read(ledger.dir())).as("a line without its end").hasSize(1);
        byte[] flipped = whole.clone();
        flipped[0] ^= 1;
        Files.write(file, flipped);
        assertThatThrownBy(() -> SourceTable.read(ledger.dir())).isInstanceOf(DamagedJournalException.class);
        Files.delete(file);
        assertThat(SourceTable.read(ledger.dir()))
                .as("not yet there, and no journal either")
                .isEmpty();
        assertThatThrownBy(() -> {
                    Files.delete(consume.resolve(SourceTable.FILE));
                    SourceTable.read(consume);
                })
                .isInstanceOf(DamagedJournalException.class);
    }

    /** Older versions wrote it first and in place: a part of it, and nothing else, is a ledger that was never begun. */
    @Test
    void aLedgerThatDoesNotSayWhatItIsAboutIsUnfinishedUnlessItRecorded() throws IOException {
        Path never = Files.createDirectory(dir.resolve("send-run-never"));
        assertThat(LedgerMeta.isUnfinished(never)).isTrue();
        byte[] whole = Files.readAllBytes(send.resolve(LedgerMeta.FILE));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            Files.write(never.resolve(LedgerMeta.FILE), part);
            assertThat(LedgerMeta.isUnfinished(never)).as("cut to " + length).isTrue();
            Files.write(send.resolve(LedgerMeta.FILE), part);
            assertThat(LedgerMeta.isUnfinished(send)).as("cut to " + length).isFalse();
            assertThatThrownBy(() -> LedgerMeta.read(send)).isInstanceOf(DamagedJournalException.class);
        }
        RunJournal.create(never.resolve(RunJournal.fileName("acks", 0)), 0).close();
        Files.write(never.resolve(RunJournal.fileName("failures", 0)), new byte[RunJournal.HEADER_BYTES]);
        assertThat(LedgerMeta.isUnfinished(never))
                .as("killed between two journals")
                .isTrue();
        Files.write(send.resolve(LedgerMeta.FILE), whole);
        assertThat(LedgerMeta.read(send)).containsEntry("acks", "all");
    }

    @Test
    void aLedgerSaysWhatItIsAboutWhenAllOfItIsThere() throws IOException {
        assertThat(send).isDirectoryNotContaining("glob:**/.*");
        for (Path journal : LedgerMeta.journals(send)) {
            assertThat(Files.getLastModifiedTime(journal)).isNotNull();
            assertThat(JournalReader.header(journal).isWritten()).isTrue();
        }
        assertThat(LedgerMeta.isUnfinished(send)).isFalse();
        assertThat(LedgerMeta.isUnfinished(consume)).isFalse();
    }
}
