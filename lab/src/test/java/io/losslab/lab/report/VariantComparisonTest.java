package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantComparisonTest {
    @Test
    void medianAndSpreadOfTheTrialsOfEachVariant() {
        SampleRun sample = SampleRun.ofManyKills(2, 3, 1);
        int[] p99 = {10, 30, 12, 31, 11, 32}; // interleaved: variant 0, 1, 0, 1, 0, 1
        for (int i = 0; i < p99.length; i++) {
            ((ObjectNode) sample.result().path("runs").get(i).path("load").path("sendLatencyMs")).put("p99", p99[i]);
        }

        JsonNode comparison = VariantComparison.of(RunResult.allOf(sample.result()));

        JsonNode variants = comparison.path("variants");
        assertThat(variants.findValuesAsText("name")).containsExactly("acks=all,linger.ms=0", "acks=all,linger.ms=1");
        assertThat(variants.findValuesAsText("trials")).containsExactly("3", "3");
        assertThat(variants.findValuesAsText("against")).containsExactly("0", "0");
        JsonNode values = metric(comparison, "send latency p99").path("values");
        assertThat(values.get(0).path("median").asDouble()).isEqualTo(11);
        assertThat(values.get(1).path("min").asDouble()).isEqualTo(30);
        assertThat(values.get(1).path("max").asDouble()).isEqualTo(32);
        assertThat(values.get(1).path("differs").asBoolean()).isTrue();
        assertThat(metric(comparison, "send latency p50")
                        .at("/values/1/differs")
                        .asBoolean(true))
                .as("the same numbers")
                .isFalse();
    }

    @Test
    void eachIsHeldAgainstTheFirstThatDiffersInWhatIsVariedLast() {
        SampleRun sample = SampleRun.ofManyKills(4, 2, 1);
        int[] p99 = {10, 50, 60, 90, 11, 51, 61, 91};
        for (int i = 0; i < p99.length; i++) {
            ObjectNode run = (ObjectNode) sample.result().path("runs").get(i);
            run.putObject("varied").put("brokers", i % 4 < 2 ? "1" : "3").put("acks", i % 2 == 0 ? "0" : "all");
            ((ObjectNode) run.path("load").path("sendLatencyMs")).put("p99", p99[i]);
        }

        JsonNode comparison = VariantComparison.of(RunResult.allOf(sample.result()));

        assertThat(comparison.path("against").asText()).isEqualTo("acks=0");
        assertThat(comparison.path("variants").findValuesAsText("against")).containsExactly("0", "0", "2", "2");
        assertThat(comparison.path("variants").findValuesAsText("block"))
                .containsExactly("brokers=1", "brokers=1", "brokers=3", "brokers=3");
        assertThat(comparison.path("variants").findValuesAsText("within"))
                .containsExactly("acks=0", "acks=all", "acks=0", "acks=all");
        assertThat(metric(comparison, "send latency p99").path("values").findValuesAsText("differs"))
                .containsExactly("false", "true", "false", "true");
    }

    @Test
    void oneTrialClaimsNoDifference() {
        JsonNode comparison =
                VariantComparison.of(RunResult.allOf(SampleRun.threeVariants().result()));

        assertThat(metric(comparison, "lost to " + SampleRun.SLOW).path("values"))
                .hasSize(3)
                .allSatisfy(value -> assertThat(value.path("differs").isNull()).isTrue());
    }

    @Test
    void whatWasNotMeasuredIsNullAndWhatNeverOccurredIsLeftOut() {
        SampleRun sample = SampleRun.threeVariants();
        sample.group(SampleRun.SLOW).remove("lost");

        JsonNode comparison = VariantComparison.of(RunResult.allOf(sample.result()));

        assertThat(metric(comparison, "lost to " + SampleRun.SLOW)
                        .path("values")
                        .get(0)
                        .isNull())
                .isTrue();
        assertThat(labels(comparison)).contains("lost to " + SampleRun.FAST).doesNotContain("not acknowledged");
    }

    @Test
    void oneVariantIsNotCompared() {
        assertThat(VariantComparison.of(RunResult.allOf(SampleRun.dataLoss().result())))
                .isNull();
    }

    private static JsonNode metric(JsonNode comparison, String label) {
        for (JsonNode metric : comparison.path("metrics")) {
            if (metric.path("label").asText().equals(label)) {
                return metric;
            }
        }
        throw new AssertionError(label + " is not among " + labels(comparison));
    }

    private static List<String> labels(JsonNode comparison) {
        List<String> labels = new ArrayList<>();
        comparison
                .path("metrics")
                .forEach(metric -> labels.add(metric.path("label").asText()));
        return labels;
    }
}
