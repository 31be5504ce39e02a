package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.app.testing.AppProcess;
import io.losslab.app.testing.Ledgers;
import io.losslab.app.testing.TestBroker;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.journal.JournalEntry;
import io.losslab.ledger.payload.PayloadDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadProducerIT {
    private static final int PARTITIONS = 3;

    @TempDir
    static Path dir;

    private static String topic;
    private static AppProcess app;

    @BeforeAll
    static void start() {
        topic = TestBroker.topic(PARTITIONS);
        app = AppProcess.start(dir, Map.of("losslab.topic", topic));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    private static JsonNode awaitStopped() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(app::status, status -> status.path("state").asText().equals("STOPPED"));
    }

    /** The records of the run, in the order of each partition. */
    private static List<ConsumerRecord<byte[], byte[]>> read(String run, long count) {
        byte[] mark = ("LL1 " + run + " ").getBytes(StandardCharsets.US_ASCII);
        List<ConsumerRecord<byte[], byte[]>> records = TestBroker.readAll(topic).stream()
                .filter(r -> Arrays.equals(r.value(), 0, mark.length, mark, 0, mark.length))
                .toList();
        assertThat(records).hasSize((int) count);
        return records;
    }

    @Test
    void writesDenseSequencesThatTheLedgerAgreesWith() {
        app.get("/start/2000?duration=1s&keys=100&valueBytes=200&run=dense");
        JsonNode status = awaitStopped();

        assertThat(status.path("acked").asLong()).isEqualTo(2_000);
        assertThat(status.path("intended").asLong()).isEqualTo(2_000);
        assertThat(status.path("sendLatencyMs").path("count").asLong()).isEqualTo(2_000);
        assertThat(status.path("settings").path("acks").asText()).isEqualTo("all");
        Path ledger = Path.of(status.path("ledger").asText());
        KeyRing keys = new KeyRing(100, PARTITIONS);
        PayloadDecoder decoder = new PayloadDecoder();
        long[] next = new long[PARTITIONS];
        int[] users = new int[100];
        for (ConsumerRecord<byte[], byte[]> record : read("dense", 2_000)) {
            assertThat(decoder.decode(record.value())).isEqualTo(PayloadDecoder.Kind.RECORD);
            assertThat(record.value()).hasSize(200);
            assertThat(decoder.partition()).isEqualTo(record.partition());
            assertThat(decoder.sequence()).isEqualTo(next[record.partition()]++);
            assertThat(decoder.source().producer())
                    .isEqualTo(status.path("producer").asText());
            int user = Integer.parseInt(new String(record.key(), 5, 7, StandardCharsets.US_ASCII));
            assertThat(record.partition()).isEqualTo(keys.partitionOf(user));
            users[user]++;
        }
        assertThat(users).containsOnly(20);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<JournalEntry> acks = Ledgers.entries(ledger, "acks", partition);
            assertThat(Ledgers.sequences(acks, EntryKind.ACKED)).hasSize((int) next[partition]);
            assertThat(acks).allMatch(JournalEntry::hasOffset);
            assertThat(Ledgers.header(ledger, "acks", partition).counters())
                    .as("reserved, handed over")
                    .startsWith(next[partition], next[partition]);
            assertThat(Ledgers.entries(ledger, "failures", partition)).isEmpty();
        }
    }

    @Test
    void aStartWhileItRunsChangesTheRateAndAStoppedRunGoesOn() {
        app.get("/start/500?run=going&keys=50&valueBytes=100");
        assertThat(app.get("/start/500?run=other").statusCode()).isEqualTo(409);
        Awaitility.await().until(() -> app.status().path("acked").asLong() > 100);

        JsonNode changed = AppProcess.json(app.get("/start/3000"));
        assertThat(changed.path("targetTps").asLong()).isEqualTo(3_000);
        assertThat(changed.path("valueBytes").asLong()).isEqualTo(100);
        assertThat(changed.path("run").asText()).isEqualTo("going");
        Awaitility.await().until(() -> app.status().path("acked").asLong() > 1_000);
        JsonNode stopped = AppProcess.json(app.send("POST", "/stop"));
        assertThat(stopped.path("state").asText()).isEqualTo("STOPPED");
        assertThat(stopped.path("acked").asLong())
                .isEqualTo(stopped.path("intended").asLong());

        app.get("/start/1000?run=going&duration=500ms");
        JsonNode again = awaitStopped();

        assertThat(again.path("intended").asLong())
                .isEqualTo(stopped.path("intended").asLong() + 500);
        PayloadDecoder decoder = new PayloadDecoder();
        long[] next = new long[PARTITIONS];
        for (ConsumerRecord<byte[], byte[]> record :
                read("going", again.path("acked").asLong())) {
            decoder.decodeIdentity(record.value());
            assertThat(decoder.sequence()).isEqualTo(next[record.partition()]++);
        }
        assertThat(app.metric("losslab_load_acked_records_total"))
                .isEqualTo(again.path("acked").asDouble());
        assertThat(app.metric("kafka_producer_record_send_total")).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /start/0                       | 400 | tps '0' is not a whole number from 1 to 10000000",
                "GET  | /start/-5                      | 400 | tps '-5' is not",
                "GET  | /start/abc                     | 400 | tps 'abc' is not",
                "GET  | /start/1000000000000           | 400 | tps '1000000000000' is not",
                "GET  | /start/5?valueBytes=1          | 400 | valueBytes '1' is not a whole number from 77",
                "GET  | /start/5?keys=many             | 400 | keys 'many' is not",
                "GET  | /start/5?duration=-1s          | 400 | duration '-1s' is not a duration such as 20ms",
                "GET  | /start/5?run=NoWay             | 400 | run 'NoWay' is not a name of 1 to 12 characters",
                "GET  | /nowhere                       | 404 | nothing is at /nowhere",
                "GET  | /start                         | 404 | nothing is at /start",
                "POST | /status                        | 405 | /status does not take this method",
            })
    void badInputIsAnsweredWithWhatIsAllowed(String method, String path, int status, String detail) {
        HttpResponse<String> response = app.send(method, path);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = AppProcess.json(response);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).startsWith(detail).doesNotContain("\n");
        assertThat(path).startsWith(problem.path("instance").asText());
    }

    /** On a topic of its own: the markers of transactions take offsets, too. */
    private static Map<String, String> transactional(String id) {
        return Map.of(
                "losslab.topic",
                TestBroker.topic(PARTITIONS),
                "losslab.load.transaction.records",
                "100",
                "losslab.load.transaction.abort-every",
                "2",
                "mp.messaging.outgoing.load.transactional.id",
                id);
    }

    @Test
    void everySecondTransactionIsAborted() {
        try (AppProcess other = AppProcess.start(dir, transactional("tx-1"))) {
            other.get("/start/1000?run=tx&duration=1s&keys=30&valueBytes=100");
            JsonNode status = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(other::status, s -> s.path("state").asText().equals("STOPPED"));

            // on a slow machine commits outlast the load, and what is due by then is given up
            long intended = status.path("intended").asLong();
            assertThat(intended).isBetween(200L, 1_000L);
            assertThat(status.path("acked").asLong()
                            + status.path("failures")
                                    .path("TRANSACTION_ABORTED")
                                    .asLong())
                    .isEqualTo(intended);
            assertThat(status.path("acked").asLong()).isBetween(intended / 2, intended);
            assertThat(status.path("failure").isNull()).isTrue();
        }
    }

    @Test
    void aLoadThatAnotherProducerFencesSaysWhyItCannotGoOn() {
        try (AppProcess other = AppProcess.start(dir, transactional("tx-2"))) {
            other.get("/start/1000?run=fenced&keys=30&valueBytes=100");
            Awaitility.await().until(() -> other.status().path("acked").asLong() > 100);

            try (KafkaProducer<byte[], byte[]> second = new KafkaProducer<>(
                    Map.of("bootstrap.servers", TestBroker.servers(), "transactional.id", "tx-2"),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                second.initTransactions();
            }

            JsonNode status = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(other::status, s -> s.path("state").asText().equals("FAILED"));
            assertThat(status.path("failure").asText())
                    .contains("fenced by another producer")
                    .doesNotContain("\n");
            assertThat(other.get("/start/1000?run=fenced").statusCode()).isEqualTo(409);
        }
    }

    @Test
    void aMissingTopicIsNamed() {
        try (AppProcess lost = AppProcess.start(dir, Map.of("losslab.topic", "no-such-topic"))) {
            HttpResponse<String> response = lost.get("/start/10");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(AppProcess.json(response).path("detail").asText())
                    .startsWith("topic 'no-such-topic' (losslab.topic) does not exist on " + TestBroker.servers());
            assertThat(TestBroker.companion().topics().list()).doesNotContain("no-such-topic");
        }
    }

    @Test
    void terminatedItStopsFlushesAndClosesTheLedger() {
        try (AppProcess other = AppProcess.start(dir, Map.of("losslab.topic", topic))) {
            Path ledger = Path.of(AppProcess.json(other.get("/start/1000?run=term"))
                    .path("ledger")
                    .asText());
            Awaitility.await().until(() -> other.status().path("acked").asLong() > 200);

            assertThat(other.terminate(5)).isTrue();

            for (int partition = 0; partition < PARTITIONS; partition++) {
                long[] counters = Ledgers.header(ledger, "acks", partition).counters();
                List<JournalEntry> acks = Ledgers.entries(ledger, "acks", partition);
                assertThat(Ledgers.header(ledger, "acks", partition).closedAtMicros())
                        .isPositive();
                assertThat((long) Ledgers.sequences(acks, EntryKind.ACKED).size())
                        .isEqualTo(counters[0]);
            }
            assertThat(other.log()).doesNotContain("ERROR").doesNotContain("\tat ");
        }
    }

    @Test
    void killedItHasEveryRecordOfTheLogAmongTheIntended() {
        try (AppProcess other = AppProcess.start(dir, Map.of("losslab.topic", topic))) {
            Path ledger = Path.of(AppProcess.json(other.get("/start/5000?run=killed&valueBytes=100"))
                    .path("ledger")
                    .asText());
            Awaitility.await().until(() -> other.status().path("acked").asLong() > 500);

            other.kill();

            for (int partition = 0; partition < PARTITIONS; partition++) {
                long[] counters = Ledgers.header(ledger, "acks", partition).counters();
                List<JournalEntry> acks = Ledgers.entries(ledger, "acks", partition);
                assertThat(Ledgers.header(ledger, "acks", partition).closedAtMicros())
                        .isZero();
                assertThat((long) Ledgers.sequences(acks, EntryKind.ACKED).size())
                        .isLessThanOrEqualTo(counters[1]);
                assertThat(counters[1]).isLessThanOrEqualTo(counters[0]);
            }
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
