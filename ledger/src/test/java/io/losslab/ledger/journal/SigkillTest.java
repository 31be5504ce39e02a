package io.losslab.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.ledger.identity.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The claim of {@link RunJournal}: what a call has returned from outlives SIGKILL of the process. */
class SigkillTest {
    private static final int KILLS = 12;

    @TempDir
    Path dir;

    @Test
    void nothingThatWasRecordedIsMissingAfterSigkillAtARandomMoment() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SigkillTest seed " + seed);
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            Path ledger = dir.resolve("kill-" + kill);
            long[] told = killAfter(ledger, 1 + random.nextInt(150));
            check(ledger, told[0], told[1]);
        }
    }

    /** Of a process that does nothing but lay out ledgers, so that the kill strikes within one. */
    @Test
    void aLedgerThatWasBeingLaidOutSaysThatNothingWasRecorded() throws Exception {
        long seed = System.nanoTime();
        System.out.println("SigkillTest seed " + seed);
        Random random = new Random(seed);
        int unfinished = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Path ledgers = dir.resolve("layout-" + kill);
            killAfter(Layout.class, ledgers, 1 + random.nextInt(40));
            try (Stream<Path> folders = Files.list(ledgers)) {
                for (Path folder : (Iterable<Path>) folders::iterator) {
                    for (Path journal : LedgerMeta.journals(folder)) {
                        JournalReader.Summary summary = JournalReader.read(journal, entry -> {});
                        assertThat(summary.entries()).as("%s", journal).isZero();
                    }
                    if (LedgerMeta.isUnfinished(folder)) {
                        unfinished++;
                        continue;
                    }
                    boolean send = LedgerMeta.read(folder).get("kind").equals("send");
                    assertThat(LedgerMeta.journals(folder)).as("%s", folder).hasSize(send ? 2 * Layout.PARTITIONS : 0);
                    assertThat(send || SourceTable.read(folder).isEmpty()).isTrue();
                }
            }
        }
        System.out.println("SigkillTest: " + unfinished + " ledgers of " + KILLS + " killed processes were unfinished");
    }

    private static long[] killAfter(Path ledger, int millis) throws IOException, InterruptedException {
        String[] words =
                killAfter(Writer.class, ledger, millis).replace(".", "").split(" ");
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
    }

    /** Starts a process, kills it some milliseconds after its first word, and returns its last words. */
    private static String killAfter(Class<?> main, Path ledger, int millis) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        ledger.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = null;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
            last = out.readLine();
            TimeUnit.MILLISECONDS.sleep(millis);
            writer.toHandle().destroyForcibly(); // unlike Process, leaves what was said readable
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.endsWith(".")) { // a line that was cut by the kill says nothing
                    last = line;
                }
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(writer.exitValue()).isEqualTo(128 + 9);
        return last;
    }

    private static void check(Path parent, long reserved, long acked) throws IOException {
        Path ledger = parent.resolve("send-r-p");
        List<JournalEntry> acks = new ArrayList<>();
        JournalReader.Summary summary = JournalReader.read(ledger.resolve("acks-00000.journal"), acks::add);

        assertThat(summary.header().counters()[SendLedger.RESERVED]).isGreaterThanOrEqualTo(reserved);
        assertThat(summary.header().closedAtMicros()).isZero();
        long recorded = acks.stream().mapToLong(JournalEntry::count).sum();
        assertThat(recorded).isBetween(acked, reserved + 10_000_000);
        long next = 0;
        for (JournalEntry entry : acks) {
            // every tenth record was left out on purpose: 9 acknowledged, 1 not
            assertThat(entry.firstSequence()).isEqualTo(next);
            assertThat(entry.firstOffset()).isEqualTo(1_000 + entry.firstSequence());
            next = entry.endSequence() + 1;
        }
    }

    /** The process that is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            SendLedger ledger = SendLedger.create(Path.of(args[0]), new Source("r", "p"), "t", 1, Map.of());
            long acked = 0;
            for (long round = 0; ; round++) {
                long sequence = ledger.reserve(0);
                ledger.handedOver(0, sequence);
                if (sequence % 10 != 9) {
                    ledger.acked(0, sequence, 1_000 + sequence, sequence);
                    acked++;
                }
                if (round % 50 == 0) {
                    System.out.println(sequence + 1 + " " + acked + ".");
                }
            }
        }
    }

    /** The process that is killed while it lays out one ledger after another. */
    static final class Layout {
        static final int PARTITIONS = 4;

        private Layout() {}

        public static void main(String[] args) throws IOException {
            for (int i = 0; ; i++) {
                String name = Integer.toString(i);
                SendLedger.create(Path.of(args[0]), new Source("r", name), "t", PARTITIONS, Map.of())
                        .close();
                ConsumeLedger.create(Path.of(args[0]), "g", name, "t", Map.of()).close();
                if (i == 0) {
                    System.out.println("begun.");
                }
            }
        }
    }
}
