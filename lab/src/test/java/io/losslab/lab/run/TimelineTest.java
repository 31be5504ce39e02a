package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.Replication;
import io.losslab.lab.folder.ResultFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    private static final long AT = 1_700_000_000_000_000L;
    private static final Replication LED_BY_1 = new Replication(1, 4, List.of(1, 2), List.of(1, 2), List.of());
    private static final Replication LED_BY_2 = new Replication(2, -1, List.of(1, 2), List.of(2), null);

    @TempDir
    private Path dir;

    @Test
    void everyLineHasAsManyFieldsAsTheHeaderAlsoWhereNothingIsKnown() throws IOException {
        List<Map<String, String>> rows = write(
                sample(0, new RunSample.Latency(1.25, 8, 99), cluster(0), Map.of(0, LED_BY_1), true),
                sample(1, null, null, Map.of(), false));

        assertThat(rows.get(0))
                .containsEntry("sendP50Ms", "1.3")
                .containsEntry("sendMaxMs", "99.0")
                .containsEntry("logEndOffset", "70")
                .containsEntry("replication", "0=1/4/1+2/1+2/-")
                .containsEntry("g:lag", "5")
                .containsEntry("g:latencyP99Ms", "20.0");
        assertThat(rows.get(1))
                .containsEntry("sendP50Ms", "")
                .containsEntry("logEndOffset", "")
                .containsEntry("g:lag", "")
                .containsEntry("g:latencyMaxMs", "");
    }

    @Test
    void replicationIsToldWhereItChangesAndWhenNobodyAnswers() throws IOException {
        List<Map<String, String>> rows = write(
                sample(0, null, null, Map.of(0, LED_BY_1, 1, LED_BY_1), true),
                sample(1, null, null, Map.of(0, LED_BY_1, 1, LED_BY_1), true),
                sample(2, null, null, Map.of(0, LED_BY_1, 1, LED_BY_2), true),
                sample(3, null, null, Map.of(), true),
                sample(4, null, null, Map.of(), true),
                sample(5, null, null, Map.of(0, LED_BY_1, 1, LED_BY_2), true));

        assertThat(rows)
                .extracting(row -> String.join(" ", sorted(row.get("replication"))))
                .containsExactly(
                        "0=1/4/1+2/1+2/- 1=1/4/1+2/1+2/-", "", "1=2//1+2/2/", "?", "", "0=1/4/1+2/1+2/- 1=2//1+2/2/");
    }

    @Test
    void clusterThatHasNotAnsweredForTwoSecondsTellsNothingOfNow() throws IOException {
        List<Map<String, String>> rows =
                write(sample(1, null, cluster(0), Map.of(), true), sample(3, null, cluster(0), Map.of(), true));

        assertThat(rows).extracting(row -> row.get("logEndOffset")).containsExactly("70", "");
    }

    @Test
    void aCommitBeyondTheEndIsANegativeLagAndNoCommitAnUnknownOne() throws IOException {
        List<Map<String, String>> rows = write(
                sample(0, null, cluster(0), Map.of(), Map.of("g", group(-49_930L))),
                sample(0, null, cluster(0), Map.of(), Map.of("g", group(null))));

        assertThat(rows).extracting(row -> row.get("g:lag")).containsExactly("-49930", "");
    }

    private static List<String> sorted(String cells) {
        return Arrays.stream(cells.split(" ")).sorted().toList();
    }

    private static ClusterSample cluster(int second) {
        return new ClusterSample(
                AT + second * 1_000_000L,
                Map.of(0, new ClusterSample.PartitionSample(10, 70, 1, 4, "1 2", 4_096)),
                Map.of());
    }

    private static RunSample sample(
            int second,
            RunSample.Latency send,
            ClusterSample cluster,
            Map<Integer, Replication> replication,
            boolean group) {
        return sample(second, send, cluster, replication, group ? Map.of("g", group(5L)) : Map.of());
    }

    private static RunSample.GroupSample group(Long lag) {
        return new RunSample.GroupSample(60, 12.5, 65, 60, lag, 55, 0, -1, new RunSample.Latency(10, 20, 30), null);
    }

    private static RunSample sample(
            int second,
            RunSample.Latency send,
            ClusterSample cluster,
            Map<Integer, Replication> replication,
            Map<String, RunSample.GroupSample> groups) {
        return new RunSample(AT + second * 1_000_000L, "load", 70, 14, send, cluster, replication, groups);
    }

    private List<Map<String, String>> write(RunSample... samples) throws IOException {
        Path file = dir.resolve("timeline.csv");
        try (Timeline timeline = new Timeline(ResultFolder.at(dir), List.of("g"))) {
            for (RunSample sample : samples) {
                timeline.add("acks=1", 1, "run", AT, sample);
            }
        }
        List<String> lines = Files.readAllLines(file);
        String[] header = lines.get(0).split(",", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            assertThat(fields).hasSameSizeAs(header);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < header.length; i++) {
                row.put(header[i], fields[i]);
            }
            rows.add(row);
        }
        return rows;
    }
}
