package io.losslab.consumer.slow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.app.testing.AppProcess;
import io.losslab.app.testing.Ledgers;
import io.losslab.app.testing.TestBroker;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.JournalEntry;
import io.losslab.ledger.journal.ResetTrigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SlowConsumerIT extends PlantedTopic {
    private static void awaitProcessed(AppProcess app, long count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(count(app, "processed"))
                .isEqualTo(count));
    }

    @Test
    void staysHealthyWhileSlowAndAChangedDelayCountsAtOnce() {
        TestBroker.write(topic, 0, records.range(0, 300));
        try (AppProcess app = start(
                "1h",
                Map.of(
                        CHANNEL + "max.poll.interval.ms",
                        "2000",
                        CHANNEL + "session.timeout.ms",
                        "6000",
                        "losslab.processing.stuck-after",
                        "1s"))) {
            Awaitility.await().until(() -> of(app, "position") >= 50);
            Awaitility.await()
                    .during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(6))
                    .until(() -> app.get("/q/health").statusCode() == 200);
            assertThat(count(app, "processed")).isZero();
            assertThat(app.status().path("state").asText()).isEqualTo("RUNNING");

            JsonNode status = AppProcess.json(app.send("PUT", "/delay/0ms"));

            assertThat(status.path("delayMs").asDouble()).isZero();
            awaitProcessed(app, 300);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(of(app, "committed")).isEqualTo(300));
            assertThat(count(app, "redelivered")).isZero();
            assertThat(app.log().split("assigned at offset"))
                    .as("never left the group")
                    .hasSize(2);
            assertThat(app.terminate(5)).isTrue();
        }
    }

    @Test
    void killedItCommittedOnlyWhatItProcessedAndNothingIsLost() {
        TestBroker.write(topic, 0, records.range(0, 400));
        Map<String, String> soonMissed = Map.of(CHANNEL + "session.timeout.ms", "6000");
        try (AppProcess first = start("10ms", soonMissed)) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> of(first, "committed") > 0);
            first.kill();
        }
        Path firstLedger = Ledgers.below(dir.resolve("ledger"), "consume-").get(0);
        SortedSet<Long> processed = Ledgers.sequences(Ledgers.entries(firstLedger, "outcomes", 0), EntryKind.PROCESSED);
        long committed = TestBroker.companion()
                .consumerGroups()
                .offsets(group, new TopicPartition(topic, 0))
                .offset();
        assertThat(processed).hasSizeBetween(1, 399);
        assertThat(committed).isBetween(1L, processed.last() + 1);

        try (AppProcess second = start("0ms", soonMissed)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> count(second, "processed") == 400 - committed);
            assertThat(count(second, "lost")).isZero();
            assertThat(count(second, "unconfirmed")).isZero();
            Path secondLedger = Path.of(second.status().path("ledger").asText());
            JournalEntry assigned =
                    Ledgers.entries(secondLedger, "deliveries", 0).get(0);
            assertThat(assigned.kind()).isEqualTo(EntryKind.ASSIGNED);
            assertThat(assigned.firstSequence()).as("committed").isEqualTo(committed);
            assertThat(assigned.firstOffset()).isEqualTo(committed);
            SortedSet<Long> all = new TreeSet<>(processed);
            all.addAll(Ledgers.sequences(Ledgers.entries(secondLedger, "outcomes", 0), EntryKind.PROCESSED));
            assertThat(all)
                    .containsExactlyElementsOf(LongStream.range(0, 400).boxed().toList());
        }
    }

    @Test
    void deletedRecordsAreNoticedNamedAndCounted() {
        TestBroker.write(topic, 0, records.range(0, 2_000));
        try (AppProcess app = start("20ms")) {
            Awaitility.await().until(() -> count(app, "processed") > 20);
            TestBroker.companion().deleteRecords(new TopicPartition(topic, 0), 1_500L);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(of(app, "deletedAhead")).isPositive());
            app.send("PUT", "/delay/0ms");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> app.status().path("lastGaps").size() == 1 && of(app, "lag") == 0);
            JsonNode status = app.status();
            JsonNode gap = status.path("lastGaps").path(0);
            long lost = status.path("lost").asLong();
            assertThat(lost).isPositive().isEqualTo(gap.path("count").asLong());
            assertThat(status.path("processed").asLong() + lost).isEqualTo(2_000);
            assertThat(gap.path("lastOffset").asLong()).isEqualTo(1_499);
            assertThat(gap.path("firstOffset").asLong()).isEqualTo(1_500 - lost);
            assertThat(gap.path("logStartOffset").asLong()).isEqualTo(1_500);
            assertThat(app.log().lines().filter(line -> line.contains("WARN") && line.contains("records lost")))
                    .singleElement()
                    .asString()
                    .contains(lost + " records lost in " + topic + "-0 for " + group + ": offsets " + (1_500 - lost)
                            + " to 1499, source planted-run/planted, log start offset 1500");
            assertThat(app.metric("losslab_consumer_lost_records_total{")).isEqualTo(lost);
            List<JournalEntry> resets =
                    Ledgers.entries(Path.of(status.path("ledger").asText()), "deliveries", 0).stream()
                            .filter(entry -> entry.kind() == EntryKind.RESET)
                            .toList();
            assertThat(resets)
                    .extracting(JournalEntry::detail, JournalEntry::firstSequence, JournalEntry::firstOffset)
                    .containsExactly(
                            tuple(ResetTrigger.NO_COMMITTED_OFFSET.code(), -1L, 0L),
                            tuple(ResetTrigger.OUT_OF_RANGE.code(), 1_500 - lost, 1_500L));
            assertThat(app.metric("losslab_consumer_gaps_total{")).isEqualTo(1);
            assertThat(app.metric("losslab_consumer_log_start_offset{")).isEqualTo(1_500);
            // the client makes this series new with each assignment; the binder finds it within seconds
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            app.metric("kafka_consumer_fetch_manager_records_lag{"))
                    .isNotNull());
        }
    }

    @Test
    void aPlantedLossAndAPlantedDuplicateAtEqualCountsAreBothFound() {
        TestBroker.write(topic, 0, records.values(0, 1, 2, 4, 4));
        try (AppProcess app = start("0ms")) {
            awaitProcessed(app, 5);
            JsonNode status = app.status();

            assertThat(status.path("lost").asLong()).isEqualTo(1);
            assertThat(status.path("gaps").asLong()).isEqualTo(1);
            assertThat(status.path("duplicates").asLong()).isEqualTo(1);
            assertThat(status.path("redelivered").asLong()).isZero();
        }
    }

    @Test
    void withADelayOfZeroItDrains() {
        TestBroker.write(topic, 0, records.range(0, 20_000));
        try (AppProcess app = start("0ms")) {
            awaitProcessed(app, 20_000);
            assertThat(count(app, "lost")).isZero();
        }
    }
}
