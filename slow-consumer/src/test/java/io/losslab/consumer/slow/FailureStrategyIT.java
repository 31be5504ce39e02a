package io.losslab.consumer.slow;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.app.testing.AppProcess;
import io.losslab.app.testing.Ledgers;
import io.losslab.app.testing.TestBroker;
import io.losslab.app.testing.TestRecords;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of records on which the processing fails, and of records that an early commit passed. */
class FailureStrategyIT extends PlantedTopic {
    private static List<JournalEntry> outcomes(AppProcess app) {
        return Ledgers.entries(Path.of(app.status().path("ledger").asText()), "outcomes", 0);
    }

    @Test
    void ignoredRecordsAreOnRecordByIdentity() {
        TestBroker.write(topic, 0, records.range(0, 20));
        try (AppProcess app =
                start("0ms", Map.of("losslab.processing.fail-every", "5", CHANNEL + "failure-strategy", "ignore"))) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> committed(app) == 20);

            assertThat(count(app, "processed")).isEqualTo(16);
            assertThat(count(app, "ignored")).isEqualTo(4);
            assertThat(Ledgers.sequences(outcomes(app), EntryKind.IGNORED)).containsExactly(0L, 5L, 10L, 15L);
            assertThat(Ledgers.sequences(outcomes(app), EntryKind.PROCESSED)).hasSize(16);
            Awaitility.await().untilAsserted(() -> assertThat(app.metric("losslab_consumer_ignored_records_total{"))
                    .isEqualTo(4));
        }
    }

    @Test
    void deadLetteredRecordsAreInTheDeadLetterTopicAndOnRecord() {
        String dead = TestBroker.topic(1);
        TestBroker.write(topic, 0, records.range(0, 20));
        try (AppProcess app = start(
                "0ms",
                Map.of(
                        "losslab.processing.fail-every",
                        "5",
                        CHANNEL + "failure-strategy",
                        "dead-letter-queue",
                        CHANNEL + "dead-letter-queue.topic",
                        dead))) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> committed(app) == 20);

            assertThat(count(app, "deadLettered")).isEqualTo(4);
            assertThat(Ledgers.sequences(outcomes(app), EntryKind.DEAD_LETTERED))
                    .containsExactly(0L, 5L, 10L, 15L);
            assertThat(TestBroker.readAll(dead)).hasSize(4);
        }
    }

    @Test
    void aDeadLetterThatIsRefusedIsOnRecordAndStopsTheChannel() throws Exception {
        String dead = TestBroker.topic(1);
        try (var admin = org.apache.kafka.clients.admin.Admin.create(
                Map.of("bootstrap.servers", (Object) TestBroker.servers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, dead),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "100"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
        TestBroker.write(topic, 0, records.range(1, 20));
        try (AppProcess app = start(
                "0ms",
                Map.of(
                        "losslab.processing.fail-every",
                        "5",
                        CHANNEL + "failure-strategy",
                        "dead-letter-queue",
                        CHANNEL + "dead-letter-queue.topic",
                        dead))) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count(app, "deadLetterFailed") > 0);

            assertThat(Ledgers.sequences(outcomes(app), EntryKind.DEAD_LETTER_FAILED))
                    .containsExactly(5L);
            assertThat(count(app, "processed")).isEqualTo(4);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(app.get("/q/health/live").statusCode()).isEqualTo(503));
            assertThat(committed(app)).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void withTheStrategyFailTheFailureIsOnRecordAndNothingIsSkipped() {
        TestBroker.write(topic, 0, records.range(1, 20));
        try (AppProcess app = start("0ms", Map.of("losslab.processing.fail-every", "5"))) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count(app, "failed") == 1);

            assertThat(Ledgers.sequences(outcomes(app), EntryKind.PROCESSING_FAILED))
                    .containsExactly(5L);
            assertThat(Ledgers.sequences(outcomes(app), EntryKind.PROCESSED)).containsExactly(1L, 2L, 3L, 4L);
        }
    }

    @Test
    void autoCommitBeforeProcessingLosesRecordsInFlight() {
        TestBroker.write(topic, 0, records.range(0, 300));
        Map<String, String> early = Map.of(
                CHANNEL + "enable.auto.commit", "true",
                CHANNEL + "commit-strategy", "ignore",
                CHANNEL + "auto.commit.interval.ms", "500",
                CHANNEL + "session.timeout.ms", "6000");
        Path ledger;
        try (AppProcess app = start("100ms", early)) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> committed(app) > 0);
            ledger = Path.of(app.status().path("ledger").asText());
            app.kill();
        }
        long processed = Ledgers.sequences(Ledgers.entries(ledger, "outcomes", 0), EntryKind.PROCESSED)
                .size();
        long committed = Ledgers.entries(ledger, "commits", 0).stream()
                .mapToLong(JournalEntry::firstOffset)
                .max()
                .orElse(-1);
        assertThat(committed).as("COMMITTED, by the client itself").isGreaterThan(processed);

        try (AppProcess again = start("0ms", early)) {
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> of(again, "processedTo") == 300);
            JournalEntry assigned = Ledgers.entries(
                            Path.of(again.status().path("ledger").asText()), "deliveries", 0)
                    .get(0);
            assertThat(assigned.kind()).isEqualTo(EntryKind.ASSIGNED);
            assertThat(assigned.firstSequence()).as("committed").isGreaterThanOrEqualTo(committed);
            assertThat(processed + count(again, "processed"))
                    .as("lost in flight")
                    .isLessThan(300);
        }
    }

    /** The strategy reads them with a client of its own, in the same channel and group. */
    @Test
    void whatIsReadFromRetryTopicsIsNotInTheBooksOfTheTopic() {
        List<String> retries = List.of(topic + "-retry_200", topic + "-retry_400");
        retries.forEach(retry -> TestBroker.companion().topics().createAndWait(retry, 1));
        TestBroker.write(topic, 0, records.range(0, 20));
        Map<String, String> config = Map.of(
                "losslab.processing.fail-every",
                "5",
                CHANNEL + "failure-strategy",
                "delayed-retry-topic",
                CHANNEL + "delayed-retry-topic.topics",
                String.join(",", retries),
                CHANNEL + "delayed-retry-topic.max-retries",
                "2");
        try (AppProcess app = start("0ms", config)) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> committed(app) == 20);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            TestBroker.readAll(retries.get(1)))
                    .hasSize(4));

            Path ledger = Path.of(app.status().path("ledger").asText());
            assertThat(count(app, "processed")).isEqualTo(16);
            assertThat(Ledgers.entries(ledger, "deliveries", 0).stream()
                            .filter(entry -> entry.kind() == EntryKind.DELIVERED)
                            .mapToLong(JournalEntry::count)
                            .sum())
                    .as("delivered, each of the topic's own once")
                    .isEqualTo(20);
            assertThat(Ledgers.entries(ledger, "deliveries", 0))
                    .as("assigned, once and not for the retries' partition of the same number")
                    .filteredOn(entry -> entry.kind() == EntryKind.ASSIGNED)
                    .hasSize(1);
            assertThat(Ledgers.entries(ledger, "commits", 0))
                    .extracting(JournalEntry::firstOffset)
                    .isSorted()
                    .endsWith(20L);
            assertThat(committed(app)).isEqualTo(20);
        }
    }

    @Test
    void aMisroutedRecordIsCountedApartAndItsOffsetIsAccountedFor() {
        TestBroker.write(
                topic, 0, List.of(records.value(0), new TestRecords("planted-run", 7).value(0), records.value(1)));
        try (AppProcess app = start("0ms", Map.of())) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> committed(app) == 3);

            assertThat(count(app, "processed")).isEqualTo(2);
            assertThat(count(app, "misrouted")).isEqualTo(1);
            assertThat(count(app, "foreign")).isZero();
            Path ledger = Path.of(app.status().path("ledger").asText());
            assertThat(Ledgers.entries(ledger, "misrouted", 7))
                    .extracting(JournalEntry::kind)
                    .containsExactly(EntryKind.DELIVERED_MISROUTED, EntryKind.PROCESSED_MISROUTED);
            assertThat(Ledgers.entries(ledger, "deliveries", 0))
                    .extracting(JournalEntry::kind)
                    .contains(EntryKind.DELIVERED_UNIDENTIFIED);
        }
    }
}
