package io.losslab.contract.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LatencyMs LATENCY = new LatencyMs(1.5, 2.5, 3, 4.25, 7);

    private static ConsumerStatus consumer() {
        return new ConsumerStatus(
                "slow-consumer",
                ConsumerStatus.State.RUNNING,
                "g",
                "i",
                "t",
                5.0,
                1,
                2.5,
                3,
                4,
                5,
                6,
                7,
                8,
                9,
                10,
                11,
                12,
                13,
                14,
                15,
                16,
                17,
                List.of(new GapStatus(0, 1, 2, 2, 1, "2026-01-01T00:00:00Z", "run/producer", true)),
                List.of(new PartitionStatus(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
                LATENCY,
                LATENCY,
                "/ledger",
                null,
                null);
    }

    private static LoadStatus load() {
        return new LoadStatus(
                "load-producer",
                LoadStatus.State.IDLE,
                null,
                "p",
                "t",
                1,
                0,
                0,
                0,
                1024,
                10,
                null,
                null,
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                LATENCY,
                LATENCY,
                Map.of("TIMED_OUT", 3L),
                null,
                null,
                null,
                Map.of("acks", "all"));
    }

    @Test
    void whatIsWrittenIsReadAsItWas() throws Exception {
        assertThat(JSON.readValue(JSON.writeValueAsBytes(consumer()), ConsumerStatus.class))
                .isEqualTo(consumer());
        assertThat(JSON.readValue(JSON.writeValueAsBytes(load()), LoadStatus.class))
                .isEqualTo(load());
    }

    @Test
    void aConsumerLeavesOutWhatItHasNotAndAProducerSaysNull() {
        JsonNode consumer = JSON.valueToTree(consumer());
        JsonNode load = JSON.valueToTree(load());

        assertThat(consumer.has("failure")).isFalse();
        assertThat(consumer.has("channelFailure")).isFalse();
        assertThat(load.path("run").isNull()).isTrue();
        assertThat(load.path("remainingMs").isNull()).isTrue();
    }

    @Test
    void nothingIsWrittenButWhatTheDocumentHas() {
        assertThat(JSON.valueToTree(load()).fieldNames())
                .toIterable()
                .containsExactlyElementsOf(Arrays.stream(LoadStatus.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(Arrays.stream(ConsumerStatus.class.getRecordComponents()).map(RecordComponent::getName))
                .containsAll(() -> JSON.valueToTree(consumer()).fieldNames());
    }

    @Test
    void whatAnotherVersionSaysBesidesIsNoMatter() throws Exception {
        String status = "{\"app\": \"fast-consumer\", \"processed\": 3, \"moods\": [\"good\"]}";

        assertThat(JSON.readValue(status, ConsumerStatus.class).processed()).isEqualTo(3);
    }
}
