package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);
    private static final String POISON = "</script><img src=x onerror=alert(1)>{{charts}}$1\\ \u2028 & \"'\u001b[31m";

    @TempDir
    Path dir;

    @Test
    void reportIsOneFileOfLessThanThreeMegabytesThatRefersToNothingOutside() throws Exception {
        Path report = ReportWriter.write(SampleRun.dataLoss().writeTo(dir));

        String html = Files.readString(report);
        assertThat(report).hasFileName("report.html");
        assertThat(Files.size(report)).isLessThan(3_000_000L);
        assertThat(withoutLibrary(html))
                .contains("default-src 'none'")
                .doesNotContain("src=", "href=", "@import", "url(", "https:", "{{");
        assertThat(data(html).path("headline").asText())
                .matches("[\\d,]+ of 100,000 records were deleted by retention before slow-consumer-group read them;"
                        + " fast-consumer-group lost none\\.");
    }

    @Test
    void everyColumnOfTheTimelineReachesTheReport() throws Exception {
        ReportWriter.write(SampleRun.threeVariants().writeTo(dir));

        JsonNode data = data();
        assertThat(data.path("timelines")).hasSize(3).allSatisfy(timeline -> {
            assertThat(timeline.path("samples").asInt()).isEqualTo(109);
            assertThat(timeline.has("sliceOf")).as("every sample is shown").isFalse();
            assertThat(timeline.path("columns")).hasSize(8 + 2 * 10).allSatisfy(column -> assertThat(column)
                    .hasSize(109));
        });
        assertThat(data.at("/timelines/0/columns/slow-consumer-group:lost/0").isNull())
                .as("an empty cell is unknown, not zero")
                .isTrue();
    }

    @Test
    void reportIsWrittenAgainOverAnOlderOne() throws Exception {
        SampleRun.dataLoss().writeTo(dir);
        Files.writeString(dir.resolve("report.html"), "old");

        ReportWriter.write(dir);

        assertThat(dir.resolve("report.html")).content().doesNotContain("old\n").startsWith("<!doctype html>");
        try (var files = Files.list(dir)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("report.html", "result.json", "timeline.csv");
        }
    }

    @Test
    void hostileTextStaysText() throws Exception {
        ReportWriter.write(SampleRun.hostile(POISON).writeTo(dir));

        String html = Files.readString(dir.resolve("report.html"));
        assertThat(withoutLibrary(html)).doesNotContain("<img", "\u2028");
        assertThat(html.split("</script>", -1))
                .as("as many scripts as the template has")
                .hasSize(5);
        JsonNode data = data(html);
        assertThat(data.at("/result/title").asText()).isEqualTo(POISON);
        assertThat(data.at("/result/runs/0/groups").has(POISON)).isTrue();
    }

    @Test
    void longListsAreCountedNotDropped() throws Exception {
        SampleRun sample = SampleRun.dataLoss();
        ArrayNode ranges = (ArrayNode) sample.group(SampleRun.SLOW).path("lostRanges");
        int before = ranges.size();
        for (int i = 0; i < 50_000; i++) {
            ranges.addObject()
                    .put("partition", i % 3)
                    .put("firstOffset", 10 * i)
                    .put("lastOffset", 10 * i + 4)
                    .put("cause", "retention-deleted")
                    .put("at", "2026-11-21T10:00:1" + i % 10 + "Z");
        }
        ReportWriter.write(sample.writeTo(dir));

        JsonNode slow = data().at("/result/runs/0/groups/slow-consumer-group");
        assertThat(slow.path("lostRanges")).hasSize(ReportData.LOST_RANGES_SHOWN);
        assertThat(slow.path("lostRangesTotal").asInt()).isEqualTo(before + 50_000);
        long marked = 0;
        for (JsonNode mark : slow.path("lossMarks")) {
            marked += mark.get(1).asLong();
        }
        assertThat(marked)
                .as("every lost record is in a mark")
                .isEqualTo(50_000 * 5 + slow.path("lost").asLong());
        assertThat(Files.size(dir.resolve("report.html"))).isLessThan(3_000_000L);
    }

    @Test
    void longTimelineIsThinnedAndSaysSoAndKeepsItsSpikes() throws Exception {
        SampleRun.dataLoss().writeTo(dir);
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            more.append("default,1,r1k3v9x2,2026-11-21T11:00:00Z,1,account")
                    .append(i == 77_777 ? ",9999999" : ",1234567.891")
                    .append(",1234567.891".repeat(7))
                    .append(',')
                    .append(",1234567.891".repeat(20))
                    .append('\n');
        }
        Files.writeString(dir.resolve("timeline.csv"), more, StandardOpenOption.APPEND);

        ReportWriter.write(dir);

        JsonNode timeline = data().at("/timelines/0");
        assertThat(timeline.path("samples").asInt()).isEqualTo(100_109);
        assertThat(timeline.path("at").size()).isBetween(1_000, 20_000);
        assertThat(timeline.path("sliceOf").asInt()).isBetween(10, 200);
        assertThat(timeline.at("/columns/producedTotal")).contains(new IntNode(9_999_999));
        assertThat(Files.size(dir.resolve("report.html"))).isLessThan(3_000_000L);
    }

    @Test
    void longRunsOfManyVariantsStillFitIntoThreeMegabytes() throws Exception {
        SampleRun.ofManyKills(24, 3, 20).writeTo(dir);

        ReportWriter.write(dir);

        assertThat(Files.size(dir.resolve("timeline.csv"))).isGreaterThan(5_000_000L);
        assertThat(Files.size(dir.resolve("report.html"))).isLessThan(3_000_000L);
        JsonNode data = data();
        assertThat(data.path("timelines")).hasSize(72).allSatisfy(timeline -> assertThat(timeline.path("at"))
                .hasSizeGreaterThan(40));
        assertThat(data.at("/result/runs/71/faults")).hasSize(20);
        assertThat(data.at("/replication/71/partitions")).hasSize(3);
        assertThat(data.at("/replication/71/partitions/0/changes")).hasSizeGreaterThan(20);
    }

    @Test
    void whatIsMissingIsSaidInTheReport() throws Exception {
        SampleRun.dataLoss().writeTo(dir);
        Files.delete(dir.resolve("timeline.csv"));
        ReportWriter.write(dir);
        assertThat(data().path("notes").toString()).contains("timeline.csv is missing");

        Files.writeString(dir.resolve("result.json"), "{}");
        ReportWriter.write(dir);
        assertThat(data().path("headline").asText()).isEqualTo("No run was finished.");
    }

    @Test
    void rowCutOffByAKilledLabIsCounted() throws Exception {
        SampleRun.dataLoss().writeTo(dir);
        Files.writeString(dir.resolve("timeline.csv"), ",1,r1k3v9x2,2026-11-", StandardOpenOption.APPEND);

        ReportWriter.write(dir);

        assertThat(data().path("notes").toString()).contains("1 row(s) could not be read");
        assertThat(data().at("/timelines/0/samples").asInt()).isEqualTo(109);
    }

    @Test
    void folderWithoutAResultIsBadInput() throws Exception {
        assertThatThrownBy(() -> ReportWriter.write(dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageStartingWith("No result.json in " + dir);

        Files.writeString(dir.resolve("result.json"), "{\n  \"runs\": [}\n}");
        assertThatThrownBy(() -> ReportWriter.write(dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("is not JSON (line 2, column");

        Files.writeString(dir.resolve("result.json"), "[]");
        assertThatThrownBy(() -> ReportWriter.write(dir)).isInstanceOf(LabException.BadInput.class);
    }

    /** The library holds markup and addresses in its texts, which nothing here makes it use. */
    private static String withoutLibrary(String html) {
        int start = html.indexOf("<script>", html.indexOf("</script>"));
        int end = html.indexOf("</script>", start);
        assertThat(html.substring(start, end)).contains("echarts").hasSizeGreaterThan(500_000);
        return html.substring(0, start) + html.substring(end);
    }

    private JsonNode data() throws IOException {
        return data(Files.readString(dir.resolve("report.html")));
    }

    private static ObjectNode data(String html) throws IOException {
        Matcher matcher = DATA.matcher(html);
        assertThat(matcher.find()).isTrue();
        return (ObjectNode) new ObjectMapper().readTree(matcher.group(1));
    }
}
