package io.losslab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.losslab.contract.result.RunEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

class MatrixTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN = """
            {"varied": {"fault": "%s", "acks": "%s"}, "produced": {"intended": 100, "acked": 90},
             "groups": {"a": {"ackedLost": %d, "lost": %d, "duplicates": 0, "outOfOrder": 0, "unexplained": 0, "outcomes": {"processed": 80, "truncated": %d}},
                        "b": {"ackedLost": 0, "lost": 0, "duplicates": 0, "outOfOrder": 0, "unexplained": 0, "outcomes": {"processed": 90}}},
             "promise": {"says": "%s", "held": %s}}""";

    private static String run(String fault, String acks, int lost, boolean held) {
        return RUN.formatted(fault, acks, lost, lost, lost, "acks=" + acks, held);
    }

    private static List<RunEntry> runs(String... runs) throws Exception {
        return JSON.readValue("[" + String.join(",", runs) + "]", new TypeReference<>() {});
    }

    @Test
    void trialsOfOneCombinationAreOneCellAndOneBrokenPromiseBreaksIt() throws Exception {
        JsonNode matrix = JSON.valueToTree(Matrix.of(runs(
                        run("kill", "1", 5, true),
                        run("kill", "all", 0, true),
                        run("kill", "1", 2, true),
                        run("kill", "all", 1, false)))
                .orElseThrow());

        assertThat(matrix.path("keys").toString()).isEqualTo("[\"fault\",\"acks\"]");
        assertThat(matrix.path("cells")).hasSize(2);
        assertThat(matrix.at("/cells/0/ackedLost").asInt()).isEqualTo(7);
        assertThat(matrix.at("/cells/0/outcomes/truncated").asInt()).isEqualTo(7);
        assertThat(matrix.at("/cells/0/notAcked").asInt()).isEqualTo(20);
        assertThat(matrix.at("/cells/0/held").asBoolean()).isTrue();
        assertThat(matrix.at("/cells/1/held").asBoolean()).isFalse();
    }

    @Test
    void withoutPromisesOrWithOneDimensionThereIsNone() throws Exception {
        List<RunEntry> oneDimension = runs(run("kill", "1", 5, true).replace(", \"acks\": \"1\"", ""));
        List<RunEntry> noPromise = runs(run("kill", "1", 5, true).replace("promise", "said"));

        assertThat(Matrix.of(oneDimension)).isEmpty();
        assertThat(Matrix.of(noPromise)).isEmpty();
        assertThat(Matrix.of(List.of())).isEmpty();
    }
}
