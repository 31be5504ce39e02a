package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BalanceSheetTest {
    @Test
    void saysWhatHappenedInOneSentenceAndInNumbersThatAreAligned() {
        SampleRun sample = SampleRun.dataLoss();
        String lost = Texts.count(sample.group(SampleRun.SLOW).path("lost").asLong());

        String sheet = BalanceSheet.render(sample.result(), Path.of("/tmp/results/one"), false, 80);

        assertThat(sheet)
                .contains("data-loss  A slow consumer loses what retention deletes first")
                .contains("EXPECTED  as the experiment says it should be")
                .contains(lost + " of 100,000 records were deleted by retention before")
                .contains("held        fast-consumer-group lost = 0")
                .contains("Results   /tmp/results/one")
                .containsPattern("first loss, after load start +none +\\d+\\.\\d s");
        assertThat(row(sheet, "intended records")).endsWith("100,000              100,000");
        assertThat(row(sheet, "  lost: deleted by retention")).endsWith(" 0  " + " ".repeat(19 - lost.length()) + lost);
        assertThat(row(sheet, "unexplained")).endsWith(" 0                    0");
    }

    @Test
    void fitsIntoEightyColumnsAndIsPlainWithoutColour() {
        for (SampleRun sample : new SampleRun[] {
            SampleRun.dataLoss(),
            SampleRun.noLossWithComparison(),
            SampleRun.threeVariants(),
            SampleRun.invalidEvidence()
        }) {
            assertThat(BalanceSheet.render(sample.result(), false, 80))
                    .isASCII()
                    .doesNotContain("\u001b");
            assertThat(BalanceSheet.render(sample.result(), false, 80).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void colourChangesNothingButTheColour() {
        for (SampleRun sample : new SampleRun[] {SampleRun.dataLoss(), SampleRun.threeVariants()}) {
            String coloured = BalanceSheet.render(sample.result(), true, 80);
            assertThat(coloured).contains("\u001b[1;31m");
            assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "").replaceAll(" +\n", "\n"))
                    .isEqualTo(BalanceSheet.render(sample.result(), false, 80));
        }
    }

    @Test
    void whatIsMissingIsNotMeasuredAndNeverZero() {
        ObjectNode result = SampleRun.dataLoss().result();
        ObjectNode run = (ObjectNode) result.path("runs").get(0);
        run.remove("disk");
        run.remove("load");
        run.remove("phases");
        ((ObjectNode) run.at("/groups/fast-consumer-group")).remove("lost");
        ((ObjectNode) run.at("/groups/slow-consumer-group")).remove("endToEndLatencyMs");

        String sheet = BalanceSheet.render(result, false, 80);

        assertThat(sheet).contains("what fast-consumer-group lost was not measured");
        assertThat(row(sheet, "lost in all")).contains("not measured");
        assertThat(row(sheet, "first loss, after load start")).endsWith("not measured");
        assertThat(row(sheet, "end-to-end latency p99")).endsWith("not measured");
        assertThat(row(sheet, "Disk")).contains("log of not measured at most");
    }

    @Test
    void emptyResultIsShownAsWhatItIs() throws Exception {
        assertThat(BalanceSheet.render(new ObjectMapper().readTree("{}"), false, 80))
                .contains("NO VERDICT", "No run was finished.");
    }

    @Test
    void escapeSequencesOfAResultNeverReachTheTerminal() {
        String sheet = BalanceSheet.render(
                SampleRun.hostile("a\u001b[2J\u0007\u202eb\r\nc").result(), false, 80);

        assertThat(sheet).doesNotContain("\u001b", "\u0007", "\u202e", "\r").contains("a[2Jb c");
    }

    @Test
    void comparisonSaysWhatSafetyCost() {
        String sheet = BalanceSheet.render(SampleRun.noLossWithComparison().result(), false, 80);

        assertThat(sheet)
                .contains("None of 100,000 records was lost: fast-consumer-group and")
                .contains("What safety cost")
                .containsPattern("times the\\s+disk");
    }

    @Test
    void variantsAreComparedAtAGlance() {
        String sheet = BalanceSheet.render(SampleRun.threeVariants().result(), false, 80);

        assertThat(sheet)
                .contains("UNEXPECTED")
                .contains("FAILED      slow-consumer-group lost > 0")
                .containsPattern("fast-consumer-group lost\\s+none in any of 3\\s+runs");
        assertThat(row(sheet, "..ic.config.retention.bytes=200MiB")).endsWith(" 0");
        assertThat(row(sheet, "topic.config.retention.bytes=10MiB")).endsWith(" 85,632");
    }

    @Test
    void missingEvidenceIsSaidBeforeAnyNumber() {
        assertThat(BalanceSheet.render(SampleRun.invalidEvidence().result(), false, 80))
                .contains("INVALID_EVIDENCE")
                .contains("Evidence is missing, so this proves nothing.")
                .contains("Warning   The witness stopped for 4.1 s")
                .contains("Evidence  witness: heartbeats 41 to 57 are missing");
    }

    private static String row(String sheet, String label) {
        return sheet.lines().filter(line -> line.startsWith(label)).findFirst().orElseThrow();
    }
}
