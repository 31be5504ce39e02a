package io.losslab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.losslab.lab.evidence.FaultLines.Line;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultSpansTest {
    @Test
    void faultLastsFromItsBeginUntilItIsUndoneForEachVictim() {
        ArrayNode spans = FaultSpans.of(List.of(
                line(0, "pause", "INJECTED", 1, "broker-2", "paused"),
                line(0, "pause", "INJECTED", 2, "broker-3", "paused"),
                line(1, "kill", "INJECTED", 3, "broker-1", "killed"),
                line(0, "pause", "UNDONE", 4, "broker-2", "continued"),
                line(0, "pause", "UNDONE", 5, "broker-3", "continued")));

        assertThat(spans).hasSize(3);
        assertThat(spans.get(0).path("from").asText()).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(spans.get(0).path("to").asText()).isEqualTo("1970-01-01T00:00:04.500Z");
        assertThat(spans.get(0).path("undone").asText()).isEqualTo("continued");
        assertThat(spans.get(1).path("to").asText()).isEqualTo("1970-01-01T00:00:05.500Z");
        assertThat(spans.get(2).path("to").isNull()).as("never started again").isTrue();
    }

    @Test
    void serviceThatIsStartedAgainUnderAnotherNameEndsTheFault() {
        ArrayNode spans = FaultSpans.of(List.of(
                line(0, "kill", "INJECTED", 1, "slow-consumer-1", "killed"),
                line(0, "kill", "UNDONE", 4, "slow-consumer-2", "started again")));

        assertThat(spans).hasSize(1);
        assertThat(spans.get(0).path("to").asText()).isEqualTo("1970-01-01T00:00:04.500Z");
    }

    @Test
    void actOfAnOperatorAndWhatFailedAreOverWhenDone() {
        ArrayNode spans = FaultSpans.of(List.of(
                line(0, "delete-records", "INJECTED", 1, "load-events", "records deleted"),
                line(1, "kill", "FAILED", 2, "broker 7", "there is no such broker")));

        assertThat(spans.get(0).path("to").asText()).isEqualTo("1970-01-01T00:00:01.500Z");
        assertThat(spans.get(1).path("failed").asBoolean()).isTrue();
        assertThat(spans.get(1).path("to").asText()).isEqualTo("1970-01-01T00:00:02.500Z");
    }

    private static Line line(int fault, String kind, String step, int second, String subject, String text) {
        long at = second * 1_000_000L;
        return new Line(fault, kind, "target", step, at, at + 500_000, subject, -1, -1, text);
    }
}
