package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.Outcome;
import io.losslab.lab.check.LostRange;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.place.PlaceChoice;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.ProcessRegistry;
import io.losslab.lab.result.ExperimentOutcome;
import io.losslab.lab.story.LossReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A leader dies with what it alone had acknowledged. What the lab calls truncated has to be absent from the logs of all
 * three brokers, and all else has to be there, by {@code kafka-dump-log}.
 */
class LostInEveryLogIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final KafkaTools TOOLS = new KafkaTools(HOME);
    private static final Pattern DUMPED =
            Pattern.compile("\\boffset: (\\d+) .*payload: LL1 (\\S+) +(\\S+) +p(\\d+) s(\\d+) t");

    @TempDir
    static Path dir;

    private static JsonNode run;

    /** By broker: sequences by their offset. */
    private static final Map<Integer, TreeMap<Long, Long>> LOGS = new TreeMap<>();

    private static final List<LostRange> LOST = new ArrayList<>();

    @BeforeAll
    static void loseWhatTheLeaderAloneHad() throws Exception {
        ExperimentOutcome outcome = new ExperimentRunner(new QuietListener())
                .run(new RunRequest(
                        "acks-1",
                        List.of("vary={}", "promises=[]", "load.producer.acks='1'"),
                        dir.resolve("result"),
                        new PlaceChoice.Embedded(),
                        RunRequest.Afterwards.KEEP,
                        HOME.root(),
                        "losslab run acks-1"));
        assertThat(outcome.verdict()).as(outcome.result().toPrettyString()).isEqualTo(Verdict.EXPECTED);
        run = outcome.result().path("runs").path(0);
        Path evidence = dir.resolve("result/evidence").resolve(run.path("runId").asText());
        assertThat(LossReader.read(evidence, (group, range) -> LOST.add(range))).isEmpty();
        for (int broker = 1; broker <= 3; broker++) {
            LOGS.put(broker, dumped(evidence.resolve("broker-" + broker + "/data/kafka-logs/load-events-0")));
        }
    }

    @AfterAll
    static void endKeptBrokers() {
        ProcessRegistry registry = HOME.registry();
        registry.entries().stream()
                .filter(entry -> entry.kind() == ProcessRegistry.Kind.KEPT)
                .filter(entry -> entry.folders().stream().anyMatch(folder -> folder.startsWith(dir)))
                .forEach(registry::end);
    }

    private static TreeMap<Long, Long> dumped(Path log) throws Exception {
        TreeMap<Long, Long> sequences = new TreeMap<>();
        List<Path> segments;
        try (Stream<Path> files = Files.list(log)) {
            segments = files.filter(f -> f.toString().endsWith(".log")).toList();
        }
        for (Path segment : segments) {
            for (String line : TOOLS.dumpLog(segment)) {
                Matcher matcher = DUMPED.matcher(line);
                if (matcher.find()) {
                    sequences.put(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(5)));
                }
            }
        }
        return sequences;
    }

    @Test
    void everyRecordThatWasCutOffIsInNobodysLog() {
        TreeSet<Long> cutOff = new TreeSet<>();
        for (LostRange range : LOST) {
            if (range.cause() == Outcome.TRUNCATED) {
                for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                    cutOff.add(s);
                }
            }
        }
        assertThat(cutOff).isNotEmpty();
        assertThat((long) cutOff.size())
                .isEqualTo(run.path("groups")
                        .path("fast-consumer-group")
                        .path("ackedLost")
                        .asLong());
        LOGS.forEach(
                (broker, log) -> assertThat(log.values()).as("broker " + broker).doesNotContainAnyElementsOf(cutOff));
    }

    @Test
    void everythingElseIsInAllThreeAtTheSameOffsets() {
        TreeSet<Long> stored = new TreeSet<>(LOGS.get(1).values());
        long intended = run.path("produced").path("intended").asLong();
        LOST.forEach(range -> {
            for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                assertThat(stored.contains(s))
                        .as("%s of sequence %d", range.cause(), s)
                        .isFalse();
            }
        });
        long lost = LOST.stream().mapToLong(LostRange::count).sum();
        assertThat((long) stored.size()).isEqualTo(intended - lost);
        assertThat(LOGS.get(2)).isEqualTo(LOGS.get(1));
        assertThat(LOGS.get(3)).isEqualTo(LOGS.get(1));
    }

    @Test
    void theElectionAndTheSilenceAfterTheKillAreInTheResult() {
        JsonNode kill = null;
        for (JsonNode recovery : run.path("recovery")) {
            kill = recovery.path("kind").asText().equals("kill") ? recovery : kill;
        }
        assertThat(kill).as(run.path("recovery").toPrettyString()).isNotNull();
        assertThat(kill.path("elections").size()).isPositive();
        assertThat(kill.path("elections").get(0).path("leader").asInt()).isBetween(1, 3);
        assertThat(kill.path("withoutAckMs").asLong()).isPositive();
    }
}
