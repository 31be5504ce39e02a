package io.losslab.consumer.fast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.app.testing.AppProcess;
import io.losslab.app.testing.Ledgers;
import io.losslab.app.testing.TestBroker;
import io.losslab.app.testing.TestRecords;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.EntryKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastConsumerIT {
    private static final int PARTITIONS = 4;

    @TempDir
    Path dir;

    private String topic;
    private String group;

    @BeforeEach
    void freshTopicAndGroup() {
        topic = TestBroker.topic(PARTITIONS);
        group = "g-" + Source.randomName(8);
    }

    private AppProcess start() {
        return AppProcess.start(dir, Map.of("losslab.topic", topic, "losslab.group", group));
    }

    private static long processed(AppProcess app) {
        return app.status().path("processed").asLong();
    }

    private static int assigned(AppProcess app) {
        return app.status().path("partitions").size();
    }

    private Map<Integer, TestRecords> sources() {
        Map<Integer, TestRecords> sources = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            sources.put(partition, new TestRecords("planted-run", partition));
        }
        return sources;
    }

    @Test
    void twoInstancesShareTheTopicAndARebalanceNeitherLosesNorClaimsALoss() {
        Map<Integer, TestRecords> sources = sources();
        try (AppProcess first = start()) {
            sources.forEach((partition, source) -> TestBroker.write(topic, partition, source.range(0, 1_000)));
            Awaitility.await().until(() -> processed(first) == 4_000);
            try (AppProcess second = start()) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> assigned(first) == 2 && assigned(second) == 2);
                sources.forEach((partition, source) -> TestBroker.write(topic, partition, source.range(1_000, 2_000)));
                Awaitility.await().until(() -> processed(first) + processed(second) >= 8_000);
                assertThat(processed(second)).isPositive();

                assertThat(second.terminate(5)).isTrue();
                assertThat(second.log()).doesNotContain("ERROR").doesNotContain("\tat ");
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> assigned(first) == PARTITIONS);
            sources.forEach((partition, source) -> TestBroker.write(topic, partition, source.range(2_000, 2_500)));
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            first.status().path("partitions"))
                    .allMatch(p -> p.path("committed").asLong() == 2_500));

            JsonNode status = first.status();
            assertThat(status.path("lost").asLong()).isZero();
            assertThat(status.path("unconfirmed").asLong()).isZero();
            assertThat(status.path("gaps").asLong()).isZero();
            assertThat(status.path("redelivered").asLong()).isZero();
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            SortedSet<Long> all = new TreeSet<>();
            for (Path ledger : Ledgers.below(dir.resolve("ledger"), "consume-")) {
                all.addAll(Ledgers.sequences(Ledgers.entries(ledger, "outcomes", partition), EntryKind.PROCESSED));
            }
            assertThat(all)
                    .containsExactlyElementsOf(
                            LongStream.range(0, 2_500).boxed().toList());
        }
    }

    @Test
    void damagedAndForeignRecordsAreCountedApartAndDoNotStopIt() {
        TestRecords source = new TestRecords("planted-run", 0);
        List<byte[]> values = List.of(
                source.value(0),
                source.damaged(1),
                source.value(2),
                "not the lab's".getBytes(StandardCharsets.US_ASCII),
                "LL1 cut off".getBytes(StandardCharsets.US_ASCII),
                source.value(3));
        TestBroker.write(topic, 0, values);
        try (AppProcess app = start()) {
            Awaitility.await().until(() -> processed(app) == 3);

            JsonNode status = app.status();
            assertThat(status.path("corrupt").asLong()).isEqualTo(2);
            assertThat(status.path("foreign").asLong()).isEqualTo(1);
            assertThat(status.path("lost").asLong()).isZero();
            assertThat(app.get("/q/health").statusCode()).isEqualTo(200);
            assertThat(app.metric("losslab_consumer_corrupt_records_total{")).isEqualTo(2);
        }
    }

    @Test
    void aNewGroupMissesWhatWasDeletedBeforeItStarted() {
        TestBroker.write(topic, 1, new TestRecords("planted-run", 1).range(0, 100));
        TestBroker.companion().deleteRecords(new TopicPartition(topic, 1), 60L);
        try (AppProcess app = start()) {
            Awaitility.await().until(() -> processed(app) == 40);
            Awaitility.await().until(() -> app.status().path("lastGaps").size() == 1);

            JsonNode status = app.status();
            assertThat(status.path("lost").asLong()).isEqualTo(60);
            JsonNode gap = status.path("lastGaps").path(0);
            assertThat(gap.path("firstOffset").asLong()).isZero();
            assertThat(gap.path("lastOffset").asLong()).isEqualTo(59);
            assertThat(gap.path("logStartOffset").asLong()).isEqualTo(60);
        }
    }

    @Test
    void withoutABrokerItEndsWithOneLineThatSaysWhatToDo() {
        AppProcess.Ended ended = AppProcess.startWithoutBroker(dir);

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output().lines())
                .singleElement()
                .asString()
                .startsWith("No Kafka is configured: start Docker")
                .contains("-Dkafka.bootstrap.servers=localhost:9092");
    }
}
