package io.losslab.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.ledger.identity.Source;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

    /** Starts a writer, kills it some milliseconds after its first word, and returns its last words. */
    private static long[] killAfter(Path ledger, int millis) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
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
        String[] words = last.replace(".", "").split(" ");
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
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
}
