package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.losslab.contract.OutcomeCatalogue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cells of the table of combinations, and the comparison of variants, as the page says them. */
class PageCellsTest {
    private static PageScripts page;

    @BeforeAll
    static void start() throws Exception {
        page = PageScripts.of("words", "cells");
        page.put(
                "json",
                new ObjectMapper()
                        .writeValueAsString(OutcomeCatalogue.balance().stream()
                                .map(one -> Map.of("code", one.code(), "label", one.label(), "kind", one.kind()))
                                .toList()));
        page.run("var outcomes = Words.catalogue(JSON.parse(json))");
    }

    @AfterAll
    static void stop() {
        page.close();
    }

    private static MatrixCell cell(
            MatrixCell.State state, Long most, Long total, int losing, int trials, String... causes) {
        return new MatrixCell(
                List.of("kill", "1"),
                IntStream.range(0, trials).boxed().toList(),
                state,
                most,
                total,
                losing,
                true,
                0,
                Arrays.stream(causes).collect(Collectors.toMap(code -> code, code -> 1L)),
                List.of(),
                List.of());
    }

    private static String cameTo(MatrixCell cell) {
        try {
            page.put("json", new ObjectMapper().writeValueAsString(cell));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        return page.said("Cells.cameTo(JSON.parse(json), outcomes)");
    }

    @Test
    void theWorstTrialIsSaidAndHowManyLostAnyAndAllOfThem() {
        assertThat(cameTo(cell(MatrixCell.State.HELD, 1_234L, 2_000L, 2, 3, "truncated")))
                .isEqualTo(
                        "lost, and no promise broken, up to 1,234 lost after its ack, in 2 of 3 trials, 2,000 in all:"
                                + " truncated after the ack");
        assertThat(cameTo(cell(MatrixCell.State.BROKEN, 7L, 7L, 1, 1, "truncated")))
                .isEqualTo("NOT as promised, 7 lost after its ack: truncated after the ack");
        assertThat(cameTo(cell(MatrixCell.State.HELD, 0L, 0L, 0, 3))).isEqualTo("as promised, 0 lost after its ack");
        assertThat(cameTo(cell(MatrixCell.State.INVALID, null, null, 0, 2))).isEqualTo("no verdict, loss not measured");
        assertThat(cameTo(cell(MatrixCell.State.UNJUDGED, 5L, 9L, 2, 2)))
                .isEqualTo("nothing promised, up to 5 lost after its ack, in 2 of 2 trials, 9 in all");
    }

    @Test
    void thatSendsFailedExplainsNoLossOfWhatWasStored() {
        assertThat(cameTo(cell(MatrixCell.State.HELD, 5L, 5L, 1, 1, "not-acked", "truncated")))
                .endsWith(": truncated after the ack");
        assertThat(cameTo(cell(MatrixCell.State.HELD, 5L, 5L, 1, 1, "not-acked")))
                .endsWith(": not acknowledged");
        assertThat(cameTo(cell(MatrixCell.State.HELD, 0L, 0L, 0, 1, "not-acked")))
                .endsWith("0 lost after its ack");
    }

    @Test
    void everyStateThatACellCanHaveHasAWord() {
        for (MatrixCell.State state : MatrixCell.State.values()) {
            assertThat(cameTo(cell(state, 0L, 0L, 0, 1))).doesNotContain("undefined");
        }
    }

    @Test
    void combinationsComeWithTheOutermostSlowestAndHaveTheNamesOfTheirValues() {
        page.run("var two = [{key: 'a', values: ['1', '2']}, {key: 'b.c', values: ['x', 'y']}]");

        assertThat(page.said("JSON.stringify(Cells.combinations(two))"))
                .isEqualTo("[[\"1\",\"x\"],[\"1\",\"y\"],[\"2\",\"x\"],[\"2\",\"y\"]]");
        assertThat(page.said("Cells.nameOf(two, ['2', 'x'])")).isEqualTo("a=2, b.c=x");
    }

    @Test
    void whatKafkaRefusedIsFoundWhateverTheOrderOfItsName() {
        page.run("var refused = new Map([['b.c=x,y,a=2', 'no']])");

        assertThat(page.said("Cells.reasonOf(refused, [{key: 'a'}, {key: 'b.c'}], ['2', 'x,y'])"))
                .isEqualTo("no");
        assertThat(page.said("Cells.reasonOf(refused, [{key: 'a'}, {key: 'b.c'}], ['2', 'x'])"))
                .isEqualTo("undefined");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{median: 100, differs: true}; {median: 50}; a difference: 2 times",
                "{median: 5, differs: true}; {median: 100}; a difference: 0.05 times",
                "{median: 110, differs: true}; {median: 100}; a difference: +10%",
                "{median: 95, differs: true}; {median: 100}; a difference: \u22125%",
                "{median: 102.5, differs: true}; {median: 100}; a difference: +2.5%",
                "{median: 5, differs: true}; {median: 0}; a difference",
                "{median: 0, differs: true}; {median: 10268}; a difference: down to 0",
                "{median: 5, differs: false}; {median: 4}; no difference",
                "{median: 5, differs: null}; {median: 4}; one trial: not known",
            })
    void aVariantIsComparedWith(String value, String first, String words) {
        assertThat(page.said("Cells.difference(" + value + ", " + first + ")")).isEqualTo(words);
    }

    @Test
    void aScaleBeginsAtZeroUnlessOneValueWouldPressAllOthersAgainstTheEdge() {
        page.run("var near = Cells.scaleOf([{median: 10, min: 5, max: 20}, null, {median: 30, min: 20, max: 40}])");
        page.run(
                "var far = Cells.scaleOf([{median: 1, min: 1, max: 1}, {median: 1, min: 1, max: 1}, {median: 100, min: 100, max: 100}])");

        assertThat(page.said("[near.log, near.of(0), near.of(20), near.of(40)]"))
                .isEqualTo("false,0,0.5,1");
        assertThat(page.said("[far.log, far.of(1), far.of(10), far.of(100)]")).isEqualTo("true,0,0.5,1");
    }
}
