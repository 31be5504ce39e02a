package io.losslab.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.contract.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documentation of outcomes, against the catalogue; {@code SchemaTest} holds the schema against it. */
class OutcomesTest {
    private static final Path CAUSES = Documents.DOCS.resolve("loss-causes.md");

    /** {@code | [`code`](#code) | what happened | lost? | ...}. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\[`([a-z-]+)`]\\(#([a-z-]+)\\) \\| [^|]+ \\| ([^|]+) \\|.*$");

    private static final Map<Outcome.Kind, String> LOST = Map.of(
            Outcome.Kind.KEPT, "no",
            Outcome.Kind.LOST, "yes",
            Outcome.Kind.LOST_UNLESS_REFUSED, "unless",
            Outcome.Kind.NOT_STORED, "no",
            Outcome.Kind.IN_FLIGHT, "no");

    private static List<MatchResult> rows() {
        return Documents.hits(ROW, Documents.read(CAUSES));
    }

    @Test
    void theTableHasTheOutcomesOfTheCatalogueInItsOrder() {
        assertThat(rows().stream().map(row -> row.group(1)))
                .as("rows of the list in docs/loss-causes.md: the codes of Outcome, in its order")
                .containsExactlyElementsOf(
                        Stream.of(Outcome.values()).map(Outcome::code).toList());
    }

    @ParameterizedTest
    @EnumSource
    void theTableSaysWhetherItIsALossAndLinksWhereItIsExplained(Outcome outcome) {
        Map<String, MatchResult> byCode =
                rows().stream().collect(Collectors.toMap(row -> row.group(1), Function.identity()));
        MatchResult row = byCode.get(outcome.code());

        assertThat(row)
                .as("a row of " + outcome.code() + " in docs/loss-causes.md")
                .isNotNull();
        assertThat(row.group(3)).startsWith(LOST.get(outcome.kind()));
        assertThat(outcome.page()).isEqualTo("loss-causes.md#" + row.group(2));
        assertThat(Documents.anchors(CAUSES))
                .as("a section of its own in docs/loss-causes.md")
                .contains(row.group(2));
    }

    @ParameterizedTest
    @EnumSource
    void theReadmeNamesIt(Outcome outcome) {
        String table = Documents.section(Documents.ROOT.resolve("README.md"), "## The causes");

        assertThat(table.contains("`" + outcome.code() + "`"))
                .as("README.md, table of the causes, names " + outcome.code())
                .isTrue();
    }
}
