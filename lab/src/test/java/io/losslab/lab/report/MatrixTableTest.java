package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.losslab.lab.text.Style;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixTableTest {
    private static final OutcomeMatrix.Dimension FAULTS =
            new OutcomeMatrix.Dimension("fault", List.of("leader killed", "disk gone"));
    private static final OutcomeMatrix.Dimension ACKS = new OutcomeMatrix.Dimension("acks", List.of("1", "all"));

    private static MatrixCell cell(
            String fault, String acks, String says, MatrixCell.State state, Long most, int losing, int trials) {
        return new MatrixCell(
                List.of(fault, acks),
                IntStream.range(0, trials).boxed().toList(),
                state,
                most,
                most,
                losing,
                true,
                0,
                Map.of(),
                List.of(says),
                List.of());
    }

    private static List<String> lines(MatrixCell... cells) {
        OutcomeMatrix matrix = new OutcomeMatrix(FAULTS, List.of(ACKS), List.of(cells), NullNode.getInstance());
        return new MatrixTable(matrix)
                .render(new Style(false), 80)
                .lines()
                .map(String::stripTrailing)
                .toList();
    }

    @Test
    void everyCellShowsItsLossAndItsPromise() {
        assertThat(lines(
                        cell("leader killed", "1", "little", MatrixCell.State.HELD, 1234L, 1, 1),
                        cell("leader killed", "all", "all", MatrixCell.State.HELD, 0L, 0, 1),
                        cell("disk gone", "1", "little", MatrixCell.State.HELD, 7L, 1, 1),
                        cell("disk gone", "all", "all", MatrixCell.State.BROKEN, 3L, 1, 1)))
                .containsSubsequence(
                        "Acknowledged, then lost  leader killed      disk gone",
                        "acks=1                       1,234 (a)          7 (a)",
                        "acks=all                         0 (b)  3 (b, BROKEN)",
                        "  a) little",
                        "  b) all")
                .noneMatch(line -> line.contains("trial"));
    }

    @Test
    void ofSeveralTrialsTheWorstIsSaidAndInHowManyAnyWereLost() {
        assertThat(lines(
                        cell("leader killed", "1", "little", MatrixCell.State.HELD, 1234L, 2, 3),
                        cell("disk gone", "1", "little", MatrixCell.State.INVALID, null, 0, 3),
                        cell("leader killed", "all", "all", MatrixCell.State.HELD, 0L, 0, 3)))
                .containsSubsequence(
                        "acks=1                   1,234 2/3 (a)  not measured (a, no verdict)",
                        "acks=all                         0 (b)",
                        "  2/3: as many in the worst trial, and some in 2 of 3; BROKEN: in one at least");
    }
}
