package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class OutcomeMatrixTest {
    @Test
    void everyCombinationIsACellAgainstItsPromise() {
        JsonNode matrix = of(SampleRun.matrix());

        assertThat(matrix.path("rows").toString()).isEqualTo("{\"key\":\"fault\",\"values\":[\"none\",\"kill\"]}");
        assertThat(matrix.path("columns").toString())
                .isEqualTo("[{\"key\":\"acks\",\"values\":[\"0\",\"1\",\"all\"]}]");
        assertThat(matrix.path("cells")).hasSize(6);
        assertThat(cell(matrix, "none", "all").path("state").asText()).isEqualTo("held");
        assertThat(cell(matrix, "none", "all").path("mostLost").asLong()).isZero();
        JsonNode allowed = cell(matrix, "kill", "0");
        assertThat(allowed.path("state").asText()).isEqualTo("held");
        assertThat(allowed.path("mostLost").asLong()).isPositive();
        assertThat(allowed.path("causes").has("retention-deleted")).isTrue();
        assertThat(allowed.path("promises").get(0).asText()).isEqualTo("What was acknowledged may go with its leader.");
        assertThat(allowed.path("runs").toString()).isEqualTo("[3,9]");
        assertThat(matrix.at("/leftOut/0/variant").asText()).isEqualTo("acks=all,fault=power-loss");
    }

    @Test
    void oneTrialThatBreaksThePromiseBreaksTheCell() {
        JsonNode broken = cell(of(SampleRun.matrix()), "kill", "1");

        assertThat(broken.path("state").asText()).isEqualTo("broken");
        assertThat(broken.path("expectations")).hasSize(2);
        assertThat(broken.at("/expectations/0/text").asText()).isEqualTo(SampleRun.FAST + ": lost = 0");
        assertThat(broken.at("/expectations/0/held").asBoolean()).isTrue();
        assertThat(broken.at("/expectations/1/held").asBoolean()).isFalse();
    }

    @Test
    void missingEvidenceIsNoVerdictWhateverHeld() {
        SampleRun sample = SampleRun.matrix();
        sample.firstRun().putArray("evidenceFaults").add("witness: heartbeats are missing");

        assertThat(cell(of(sample), "none", "0").path("state").asText()).isEqualTo("invalid");
    }

    @Test
    void settingsAreReadFromTheNameOfTheVariantWhereNothingElseTellsThem() {
        SampleRun sample = SampleRun.matrix();
        sample.result().path("runs").forEach(run -> {
            ((ObjectNode) run).remove("varied");
            ((ObjectNode) run).remove("promise");
        });

        JsonNode matrix = of(sample);

        assertThat(matrix.path("cells")).hasSize(6);
        assertThat(cell(matrix, "kill", "1").path("state").asText()).isEqualTo("broken");
    }

    @Test
    void oneVariedSettingIsNoMatrix() {
        assertThat(of(SampleRun.threeVariants())).isNull();
        assertThat(of(SampleRun.dataLoss())).isNull();
        assertThat(of(SampleRun.ofManyKills(3, 1, 1)))
                .as("acks is the same in all")
                .isNull();
    }

    private static JsonNode of(SampleRun sample) {
        return OutcomeMatrix.of(sample.result(), RunResult.allOf(sample.result()));
    }

    private static JsonNode cell(JsonNode matrix, String fault, String acks) {
        for (JsonNode cell : matrix.path("cells")) {
            if (cell.path("values").toString().equals("[\"" + fault + "\",\"" + acks + "\"]")) {
                return cell;
            }
        }
        throw new AssertionError("no cell of " + fault + ", " + acks);
    }
}
