package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.check.evidence.RunEvidence;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.place.PlaceChoice;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.ProcessRegistry;
import io.losslab.lab.result.ExperimentOutcome;
import io.losslab.lab.story.RecordStory;
import io.losslab.lab.story.Story;
import io.losslab.ledger.account.Coverage;
import io.losslab.ledger.account.RunTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run of data-loss with everything real, and Kafka's own tools as the judge of its numbers. */
class DataLossIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final KafkaTools TOOLS = new KafkaTools(HOME);
    private static final String SLOW = "slow-consumer-group";
    private static final String FAST = "fast-consumer-group";
    private static final Pattern DUMPED =
            Pattern.compile("\\boffset: (\\d+) .*payload: LL1 (\\S+) +(\\S+) +p(\\d+) s(\\d+) t");

    private static final Pattern GAP = Pattern.compile("WARN +(\\d+) records lost in load-events-0");

    @TempDir
    static Path dir;

    private static ExperimentOutcome outcome;
    private static JsonNode run;
    private static QuietListener listener;

    @BeforeAll
    static void runDataLoss() {
        listener = new QuietListener();
        outcome = new ExperimentRunner(listener)
                .run(new RunRequest(
                        "data-loss",
                        List.of("load.duration=8s"),
                        dir.resolve("result"),
                        new PlaceChoice.Embedded(),
                        RunRequest.Afterwards.KEEP,
                        HOME.root(),
                        "losslab run data-loss"));
        run = outcome.result().path("runs").path(0);
    }

    @AfterAll
    static void endKeptBroker() {
        ProcessRegistry registry = HOME.registry();
        registry.entries().stream()
                .filter(entry -> entry.kind() == ProcessRegistry.Kind.KEPT)
                .filter(entry -> entry.folders().stream().anyMatch(folder -> folder.startsWith(dir)))
                .forEach(registry::end);
    }

    @Test
    void theSlowGroupLosesToRetentionAndTheFastGroupLosesNothing() {
        assertThat(outcome.verdict()).as(outcome.result().toPrettyString()).isEqualTo(Verdict.EXPECTED);
        long intended = run.path("produced").path("intended").asLong();
        assertThat(intended).isEqualTo(40_000);
        for (String group : List.of(SLOW, FAST)) {
            JsonNode books = run.path("groups").path(group);
            long sum = 0;
            for (JsonNode count : books.path("outcomes")) {
                sum += count.asLong();
            }
            assertThat(sum).as(group).isEqualTo(intended);
            assertThat(books.path("unexplained").asLong(-1)).isZero();
        }
        JsonNode slow = run.path("groups").path(SLOW);
        assertThat(slow.path("lost").asLong()).isPositive();
        assertThat(slow.path("outcomes").path("retention-deleted").asLong())
                .isEqualTo(slow.path("lost").asLong());
        assertThat(run.path("groups").path(FAST).path("lost").asLong(-1)).isZero();
    }

    @Test
    void theLossWasSeenByTheConsumerItselfWhileItHappened() throws Exception {
        assertThat(listener.samples.stream()
                        .filter(sample -> sample.phase().equals("load"))
                        .anyMatch(sample -> sample.groups().get(SLOW).lost() > 0))
                .isTrue();
        // one WARN a gap, and together they name what the accounts say was lost
        long lost = run.path("groups").path(SLOW).path("lost").asLong();
        long warned = 0;
        long gaps = 0;
        for (String line : Files.readAllLines(evidenceDir().resolve("slow-consumer.log"))) {
            Matcher matcher = GAP.matcher(line);
            if (matcher.find()) {
                warned += Long.parseLong(matcher.group(1));
                gaps++;
            }
        }
        assertThat(warned).isEqualTo(lost);
        assertThat(gaps).isEqualTo(run.path("groups").path(SLOW).path("gaps").asLong());
        RunSample last = listener.samples.get(listener.samples.size() - 1);
        assertThat(last.groups().get(SLOW).lost()).isEqualTo(lost);
    }

    @Test
    void offsetsAgreeWithKafkaGetOffsets() throws Exception {
        JsonNode partition = run.path("partitions").path(0);
        String bootstrap = run.path("bootstrapServers").asText();

        assertThat(TOOLS.getOffsets(bootstrap, "load-events", "earliest"))
                .contains("load-events:0:" + partition.path("logStartOffset").asLong());
        assertThat(TOOLS.getOffsets(bootstrap, "load-events", "latest"))
                .contains("load-events:0:" + partition.path("endOffset").asLong());
        assertThat(partition.path("endOffset").asLong())
                .isEqualTo(run.path("produced").path("acked").asLong());
    }

    @Test
    void commitsAgreeWithKafkaConsumerGroups() throws Exception {
        for (String group : List.of(SLOW, FAST)) {
            List<String> described =
                    TOOLS.describeGroup(run.path("bootstrapServers").asText(), group);
            String[] row = described.stream()
                    .filter(line -> line.startsWith(group))
                    .findFirst()
                    .orElseThrow()
                    .trim()
                    .split("\\s+");
            // GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG
            assertThat(row[1]).isEqualTo("load-events");
            assertThat(Long.parseLong(row[3]))
                    .isEqualTo(run.path("groups")
                            .path(group)
                            .path("committed")
                            .path("0")
                            .asLong());
            assertThat(Long.parseLong(row[4]))
                    .isEqualTo(run.path("partitions").path(0).path("endOffset").asLong());
            assertThat(row[5]).as("all that was left was read").isEqualTo("0");
        }
    }

    @Test
    void everySurvivingRecordIsWhereTheLedgerSaysAndNoLostOneSurvives() throws Exception {
        Map<Long, Long> dumped = dumpedSequences();
        JsonNode partition = run.path("partitions").path(0);
        long start = partition.path("logStartOffset").asLong();
        long end = partition.path("endOffset").asLong();
        RunEvidence evidence = EvidenceReader.read(evidenceDir());
        RunTable acks = evidence.reader().apply(0).sent().get(0).acks();
        Coverage.Builder builder = new Coverage.Builder();
        for (int i = 0; i < acks.size(); i++) {
            builder.add(acks.firstOffset(i), acks.endOffset(i), acks.firstSequence(i), 0, 0);
        }
        Coverage sequenceAtOffset = builder.build();

        for (long offset = start; offset < end; offset++) {
            assertThat(dumped.get(offset))
                    .as("offset %d", offset)
                    .isEqualTo(sequenceAtOffset.at(offset).partner(offset));
        }
        for (JsonNode range : run.path("groups").path(SLOW).path("lostRanges")) {
            assertThat(range.path("lastOffset").asLong()).isLessThan(start);
        }
    }

    @Test
    void theStoryOfARecordAgreesWithTheResultAndWithTheLogAsKafkaDumpsIt() throws Exception {
        Map<Long, Long> dumped = dumpedSequences();
        for (JsonNode range : run.path("groups").path(SLOW).path("lostRanges")) {
            long offset = range.path("lastOffset").asLong();
            Story story = story(offset);
            var told = story.groups().get(0).verdict();
            assertThat(told.outcome().code()).isEqualTo(range.path("cause").asText());
            assertThat(told.lost()).isTrue();
            assertThat(story.sequence()).isEqualTo(range.path("lastSequence").asLong());
            assertThat(story.log()).last().satisfies(end -> assertThat(end.text())
                    .endsWith("the record was no longer in it."));
            assertThat(dumped).doesNotContainKey(offset);
        }
        long survivor = run.path("partitions").path(0).path("logStartOffset").asLong();
        Story story = story(survivor);
        assertThat(story.sequence()).isEqualTo(dumped.get(survivor));
        assertThat(story.log()).last().satisfies(end -> assertThat(end.text()).endsWith("the record was still in it."));
    }

    private static Story story(long offset) {
        List<Story> stories =
                RecordStory.tell(dir.resolve("result"), new RecordStory.Question(null, null, 0, offset, SLOW));
        assertThat(stories).hasSize(1);
        return stories.get(0);
    }

    @Test
    void theStoredEvidenceGivesTheSameBooksAgain() throws Exception {
        RunAccounts again = AccountsCheck.balance(EvidenceReader.read(evidenceDir()));

        assertThat(again.objections()).isEmpty();
        again.groups().forEach(group -> {
            JsonNode books = run.path("groups").path(group.group());
            assertThat(group.lost()).isEqualTo(books.path("lost").asLong());
            assertThat(group.processed()).isEqualTo(books.path("processed").asLong());
            assertThat(group.lostRanges()).hasSameSizeAs(books.path("lostRanges"));
        });
    }

    @Test
    void damagedEvidenceIsNoticed() throws Exception {
        Path copy = dir.resolve("copy");
        try (Stream<Path> files = Files.walk(evidenceDir())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!file.toString().contains("kafka-logs")) {
                    Path to = copy.resolve(evidenceDir().relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(to);
                    } else {
                        Files.copy(file, to);
                    }
                }
            }
        }
        Path log = copy.resolve("brokers").resolve("broker-1.log");
        List<String> lines = Files.readAllLines(log);
        int last = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains("partition=load-events-0") && lines.get(i).contains("Incremented log start")) {
                last = i;
            }
        }
        lines.remove(last);
        Files.write(log, lines);

        assertThat(AccountsCheck.balance(EvidenceReader.read(copy)).objections())
                .anyMatch(fault -> fault.startsWith("log start offsets: partition 0"));
    }

    private static Path evidenceDir() {
        return outcome.dir().resolve("evidence").resolve(run.path("runId").asText());
    }

    /** By offset, from {@code kafka-dump-log} of every segment that is left. */
    private static Map<Long, Long> dumpedSequences() throws Exception {
        Map<Long, Long> sequences = new HashMap<>();
        Map<String, Path> segments = new TreeMap<>();
        try (Stream<Path> files = Files.walk(evidenceDir())) {
            files.filter(f -> f.getParent().getFileName().toString().equals("load-events-0"))
                    .filter(f -> f.toString().endsWith(".log"))
                    .forEach(f -> segments.put(f.getFileName().toString(), f));
        }
        assertThat(segments).isNotEmpty();
        for (Path segment : segments.values()) {
            for (String line : TOOLS.dumpLog(segment)) {
                Matcher matcher = DUMPED.matcher(line);
                if (matcher.find()) {
                    assertThat(matcher.group(2)).isEqualTo(run.path("runId").asText());
                    sequences.put(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(5)));
                }
            }
        }
        return sequences;
    }
}
