package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class VariantTableTest {
    @Test
    void mediansWithTheirSpreadAndWhatIsNoDifference() {
        SampleRun sample = SampleRun.ofManyKills(2, 3, 1);
        int[] p50 = {10, 10, 12, 11, 11, 10};
        int[] p99 = {10, 30, 12, 31, 11, 32}; // interleaved: variant 0, 1, 0, 1, 0, 1
        for (int i = 0; i < p99.length; i++) {
            ObjectNode run = (ObjectNode) sample.result().path("runs").get(i);
            run.putObject("varied").put("linger.ms", Integer.toString(i % 2));
            ((ObjectNode) run.path("load").path("sendLatencyMs"))
                    .put("p50", p50[i])
                    .put("p99", p99[i]);
        }

        String sheet = BalanceSheet.render(sample.result(), false, 80);

        assertThat(sheet)
                .contains("Medians of 3 trials")
                .containsPattern("acks=all,linger.ms=0 .* 11.0 ms \\+-9% ")
                .containsPattern("acks=all,linger.ms=1 .* 10.0 ms \\+-5% =")
                .containsPattern("acks=all,linger.ms=1 .* 31.0 ms \\+-3% ")
                .doesNotContain("log at most")
                .contains("=   no difference from linger.ms=0");
        assertThat(sheet.lines().filter(line -> line.contains("31.0 ms +-3%")))
                .noneMatch(line -> line.matches(".*31.0 ms \\+-3% =.*"));
        assertThat(sheet.lines()).allMatch(line -> line.length() <= 80);
    }
}
