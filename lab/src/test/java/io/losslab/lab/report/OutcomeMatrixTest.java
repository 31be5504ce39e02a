package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeMatrixTest {
    @Test
    void everyCombinationIsACellAgainstItsPromise() {
        OutcomeMatrix matrix = of(SampleRun.matrix());

        assertThat(matrix.rows()).isEqualTo(new OutcomeMatrix.Dimension("fault", List.of("none", "kill")));
        assertThat(matrix.columns()).containsExactly(new OutcomeMatrix.Dimension("acks", List.of("0", "1", "all")));
        assertThat(matrix.cells()).hasSize(6);
        assertThat(cell(matrix, "none", "all").state()).isEqualTo(MatrixCell.State.HELD);
        assertThat(cell(matrix, "none", "all").mostLost()).isZero();
        MatrixCell allowed = cell(matrix, "kill", "0");
        assertThat(allowed.state()).isEqualTo(MatrixCell.State.HELD);
        assertThat(allowed.mostLost()).isPositive();
        assertThat(allowed.causes()).containsKey("retention-deleted");
        assertThat(allowed.promises()).containsExactly("What was acknowledged may go with its leader.");
        assertThat(allowed.runs()).containsExactly(3, 9);
        assertThat(matrix.leftOut().at("/0/variant").asText()).isEqualTo("acks=all,fault=power-loss");
    }

    @Test
    void theWorstTrialSpeaksForACellAndTheNumberOfThoseThatLostGoesWithIt() {
        SampleRun sample = SampleRun.matrix();
        int[] places = {3, 9};
        for (int i = 0; i < places.length; i++) {
            ObjectNode run = (ObjectNode) sample.result().path("runs").get(places[i]);
            for (int group = 0; group < 2; group++) {
                ((ObjectNode) run.at("/groups/" + (group == 0 ? SampleRun.FAST : SampleRun.SLOW)))
                        .put("ackedLost", new int[][] {{3, 40}, {0, 0}}[i][group]);
            }
        }

        MatrixCell cell = cell(of(sample), "kill", "0");

        assertThat(cell.mostLost()).as("of the group that lost most").isEqualTo(40);
        assertThat(cell.totalLost()).isEqualTo(40);
        assertThat(cell.losing()).isEqualTo(1);
        assertThat(cell.onlyAcknowledged()).isTrue();
    }

    @Test
    void whatWasNotMeasuredInOneTrialIsNotMeasuredInTheCell() {
        SampleRun sample = SampleRun.matrix();
        ((ObjectNode) sample.result().at("/runs/9/groups/" + SampleRun.FAST)).remove("lost");

        MatrixCell cell = cell(of(sample), "kill", "0");

        assertThat(cell.mostLost()).isNull();
        assertThat(cell.totalLost()).isNull();
    }

    @Test
    void oneTrialThatBreaksThePromiseBreaksTheCell() {
        MatrixCell broken = cell(of(SampleRun.matrix()), "kill", "1");

        assertThat(broken.state()).isEqualTo(MatrixCell.State.BROKEN);
        assertThat(broken.expectations())
                .containsExactly(
                        new MatrixCell.Expectation(SampleRun.FAST + ": lost = 0", true),
                        new MatrixCell.Expectation(SampleRun.FAST + ": lost = 0", false));
    }

    @Test
    void missingEvidenceIsNoVerdictWhateverHeld() {
        SampleRun sample = SampleRun.matrix();
        sample.firstRun().putArray("evidenceFaults").add("witness: heartbeats are missing");

        assertThat(cell(of(sample), "none", "0").state()).isEqualTo(MatrixCell.State.INVALID);
    }

    @Test
    void settingsAreReadFromTheNameOfTheVariantWhereNothingElseTellsThem() {
        SampleRun sample = SampleRun.matrix();
        sample.result().path("runs").forEach(run -> {
            ((ObjectNode) run).remove("varied");
            ((ObjectNode) run).remove("promise");
        });

        OutcomeMatrix matrix = of(sample);

        assertThat(matrix.cells()).hasSize(6);
        assertThat(matrix.hasPromises()).isFalse();
        assertThat(cell(matrix, "kill", "1").state()).isEqualTo(MatrixCell.State.BROKEN);
    }

    @Test
    void oneVariedSettingIsNoMatrix() {
        for (SampleRun sample :
                List.of(SampleRun.threeVariants(), SampleRun.dataLoss(), SampleRun.ofManyKills(3, 1, 1))) {
            assertThat(OutcomeMatrix.of(sample.result(), RunResult.allOf(sample.result())))
                    .isEmpty();
        }
    }

    private static OutcomeMatrix of(SampleRun sample) {
        return OutcomeMatrix.of(sample.result(), RunResult.allOf(sample.result()))
                .orElseThrow();
    }

    private static MatrixCell cell(OutcomeMatrix matrix, String fault, String acks) {
        return matrix.cells().stream()
                .filter(cell -> cell.values().equals(List.of(fault, acks)))
                .findFirst()
                .orElseThrow();
    }
}
