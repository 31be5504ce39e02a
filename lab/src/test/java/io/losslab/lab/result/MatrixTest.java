package io.losslab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class MatrixTest {
    private static final String RUN = """
            {"varied": {"fault": "%s", "acks": "%s"}, "produced": {"intended": 100, "acked": 90},
             "groups": {"a": {"ackedLost": %d, "lost": %d, "outcomes": {"processed": 80, "truncated": %d}},
                        "b": {"ackedLost": 0, "lost": 0, "outcomes": {"processed": 90}}},
             "promise": {"says": "%s", "held": %s}}""";

    private static String run(String fault, String acks, int lost, boolean held) {
        return RUN.formatted(fault, acks, lost, lost, lost, "acks=" + acks, held);
    }

    private static ArrayNode runs(String... runs) throws Exception {
        return (ArrayNode) new ObjectMapper().readTree("[" + String.join(",", runs) + "]");
    }

    @Test
    void trialsOfOneCombinationAreOneCellAndOneBrokenPromiseBreaksIt() throws Exception {
        ObjectNode matrix = Matrix.of(runs(
                        run("kill", "1", 5, true),
                        run("kill", "all", 0, true),
                        run("kill", "1", 2, true),
                        run("kill", "all", 1, false)))
                .orElseThrow();

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
        ArrayNode oneDimension = runs(run("kill", "1", 5, true));
        ((ObjectNode) oneDimension.get(0).path("varied")).remove("acks");
        ArrayNode noPromise = runs(run("kill", "1", 5, true));
        ((ObjectNode) noPromise.get(0)).remove("promise");

        assertThat(Matrix.of(oneDimension)).isEmpty();
        assertThat(Matrix.of(noPromise)).isEmpty();
    }
}
