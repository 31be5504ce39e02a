package io.losslab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairsTest {
    @TempDir
    Path dir;

    private final List<String> order = new ArrayList<>();
    private double rate = 100;

    private Trial.Figures side(String name, double recordsPerSecond) {
        order.add(name);
        return new Trial.Figures(recordsPerSecond, 0.5, 0);
    }

    @Test
    void eachPairIsBegunByTheOtherSideAndTheFirstDoesNotCount() throws Exception {
        Pairs pairs = new Pairs("consumer", "kafka-consumer-perf-test", 100);

        pairs.run(3, () -> side("ours", rate += 100), () -> side("theirs", 1_000));

        assertThat(order).containsExactly("ours", "theirs", "theirs", "ours", "ours", "theirs", "theirs", "ours");
        JsonNode document = pairs.document();
        assertThat(document.path("ratio").path("median").asDouble()).isEqualTo(0.4);
        assertThat(document.path("ratio").path("min").asDouble()).isEqualTo(0.3);
        assertThat(document.path("trials")).hasSize(3);
    }

    @Test
    void theFileIsWhatTheContractSays() throws Exception {
        Pairs pairs = new Pairs("consumer", "kafka-consumer-perf-test", 100);
        pairs.run(1, () -> side("ours", 500), () -> side("theirs", 1_000));
        Path file = dir.resolve("new").resolve("consumer.json");

        Pairs.write(file, List.of(pairs));

        JsonNode document = new ObjectMapper().readTree(file.toFile());
        assertThat(document.path("name").asText()).isEqualTo("consumer");
        assertThat(document.path("machine").path("cores").asInt()).isPositive();
        for (String side : List.of("ours", "theirs")) {
            assertThat(document.path(side).path("unit").asText()).isEqualTo("records/s");
            assertThat(document.path(side).path("median").isNumber()).isTrue();
            assertThat(document.path(side).path("min").isNumber()).isTrue();
            assertThat(document.path(side).path("max").isNumber()).isTrue();
        }
        assertThat(document.path("ratio").path("median").asDouble()).isEqualTo(0.5);
        assertThat(document.path("trials").path(0).path("first").asText()).isEqualTo("theirs");
    }
}
