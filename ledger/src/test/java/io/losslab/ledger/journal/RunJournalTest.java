package io.losslab.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {
    @TempDir
    Path dir;

    private Path file() {
        return dir.resolve("j.journal");
    }

    private List<JournalEntry> read() throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        JournalReader.read(file(), entries::add);
        return entries;
    }

    @Test
    void recordsInARowAreOneEntry() throws IOException {
        try (RunJournal journal = RunJournal.create(file(), 3)) {
            for (int i = 0; i < 1_000_000; i++) {
                journal.append(EntryKind.ACKED, 0, 0, i, 500 + i, 1_000 + i);
            }
        }

        assertThat(read())
                .containsExactly(new JournalEntry(EntryKind.ACKED, 0, 0, 0, 500, 1_000_000, 1_000, 1_000_999));
        assertThat(JournalReader.header(file()).partition()).isEqualTo(3);
        assertThat(Files.size(file())).isLessThan(64 * 1024);
    }

    @Test
    void whatBreaksTheRowBeginsAnEntry() throws IOException {
        try (RunJournal journal = RunJournal.create(file(), 0)) {
            journal.append(EntryKind.PROCESSED, 0, 0, 0, 0, 1);
            journal.append(EntryKind.PROCESSED, 0, 0, 2, 2, 2); // a gap
            journal.append(EntryKind.PROCESSED, 0, 0, 3, 4, 3); // the offset jumps, the sequence does not
            journal.append(EntryKind.PROCESSED, 0, 1, 4, 5, 4); // another source
            journal.append(EntryKind.IGNORED, 0, 1, 5, 6, 5); // another fate
            journal.append(EntryKind.IGNORED, 0, 1, 5, 6, 6); // the same again
        }

        assertThat(read())
                .extracting(JournalEntry::firstSequence, JournalEntry::firstOffset, JournalEntry::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, 0L, 1L),
                        org.assertj.core.groups.Tuple.tuple(2L, 2L, 1L),
                        org.assertj.core.groups.Tuple.tuple(3L, 4L, 1L),
                        org.assertj.core.groups.Tuple.tuple(4L, 5L, 1L),
                        org.assertj.core.groups.Tuple.tuple(5L, 6L, 1L),
                        org.assertj.core.groups.Tuple.tuple(5L, 6L, 1L));
    }

    @Test
    void silenceBeginsAnEntry() throws IOException {
        try (RunJournal journal = RunJournal.create(file(), 0)) {
            journal.append(EntryKind.ACKED, 0, 0, 0, 0, 1_000_000);
            journal.append(EntryKind.ACKED, 0, 0, 1, 1, 1_500_000);
            journal.append(EntryKind.ACKED, 0, 0, 2, 2, 2_000_001);
        }

        assertThat(read())
                .containsExactly(
                        new JournalEntry(EntryKind.ACKED, 0, 0, 0, 0, 2, 1_000_000, 1_500_000),
                        new JournalEntry(EntryKind.ACKED, 0, 0, 2, 2, 1, 2_000_001, 2_000_001));
    }

    @Test
    void theFileGrowsWithTheNumberOfExceptions() throws IOException {
        int exceptions = 40_000;
        try (RunJournal journal = RunJournal.create(file(), 0)) {
            for (int i = 0; i < exceptions; i++) {
                journal.append(EntryKind.PROCESSED, 0, 0, 2L * i, 2L * i, i);
            }
        }

        List<JournalEntry> entries = read();
        assertThat(entries).hasSize(exceptions);
        assertThat(entries.get(exceptions - 1).firstSequence()).isEqualTo(2L * (exceptions - 1));
    }

    @Test
    void aJournalIsReadableWhileItIsWritten() throws IOException {
        try (RunJournal journal = RunJournal.create(file(), 0)) {
            journal.append(EntryKind.ACKED, 0, 0, 0, 0, 1);

            assertThat(read()).hasSize(1);
            assertThat(JournalReader.header(file()).closedAtMicros()).isZero();
        }
        assertThat(JournalReader.header(file()).closedAtMicros()).isPositive();
    }

    @Test
    void aTornLastWriteIsRecognisedAndDoesNotCount() throws IOException {
        try (RunJournal journal = RunJournal.create(file(), 0)) {
            journal.append(EntryKind.ACKED, 0, 0, 0, 0, 1);
            journal.append(EntryKind.ACKED, 0, 0, 5, 5, 2);
        }
        overwrite(RunJournal.HEADER_BYTES + RunJournal.ENTRY_BYTES + 40, 0); // killed before the store of the count

        JournalReader.Summary summary = JournalReader.read(file(), entry -> {});
        assertThat(summary.torn()).isTrue();
        assertThat(summary.entries()).isEqualTo(1);
    }

    @Test
    void whatNoWriterLeavesIsDamage() throws IOException {
        try (RunJournal journal = RunJournal.create(file(), 0)) {
            for (int i = 0; i < 3; i++) {
                journal.append(EntryKind.ACKED, 0, 0, 10 * i, 10 * i, 1);
            }
        }
        overwrite(RunJournal.HEADER_BYTES + 40, 0); // an entry before the last without a count

        assertThatThrownBy(this::read).isInstanceOf(DamagedJournalException.class);
        overwrite(0, 0);
        assertThatThrownBy(this::read)
                .isInstanceOf(DamagedJournalException.class)
                .hasMessageContaining("no journal header");
    }

    @Test
    void aJournalHasOneWriterInItsLife() throws IOException {
        RunJournal.create(file(), 0).close();

        assertThatThrownBy(() -> RunJournal.create(file(), 0))
                .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);
    }

    private void overwrite(long at, long value) throws IOException {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
            channel.write(bytes, at);
        }
    }
}
