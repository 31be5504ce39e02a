package io.losslab.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.report.TimelineCsv.RunTimeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionStatesTest {
    @Test
    void leaderIsrAndElrOfEachChange() {
        JsonNode node = PartitionStates.of(run("0=1/4/1+2+3/1+2+3/-", "", "0=-//1+2+3/2/3", "0=2/6/1+2+3/2/"), 10, 100);

        JsonNode partition = node.path("partitions").get(0);
        assertThat(partition.path("replicas").toString()).isEqualTo("[1,2,3]");
        assertThat(partition.path("changes").toString())
                .isEqualTo("[[0,1,4,[1,2,3],[]],[2000,-1,-1,[2],[3]],[3000,2,6,[2],null]]");
    }

    @Test
    void epochThatIsToldLaterIsNoChangeOfItsOwn() {
        JsonNode node = PartitionStates.of(run("0=1//1+2/1+2/-", "0=1/4/1+2/1+2/-"), 10, 100);

        assertThat(node.at("/partitions/0/changes").toString()).isEqualTo("[[0,1,4,[1,2],[]]]");
    }

    @Test
    void nobodyAnswersUntilSomebodyDoes() {
        JsonNode node = PartitionStates.of(run("0=1/4/1/1/-", "?", "?", "0=1/4/1/1/-"), 10, 100);

        assertThat(node.at("/partitions/0/changes").toString()).isEqualTo("[[0,1,4,[1],[]],[1000],[3000,1,4,[1],[]]]");
    }

    @Test
    void whatIsNotShownIsCountedAndWhatChangedComesFirst() {
        JsonNode node = PartitionStates.of(
                run("0=1/0/1/1/- 1=1/0/1/1/- 2=1/0/1/1/- 3=1/0/1/1/-", "2=-//1/1/- 3=-//1/1/-", "3=1/2/1/1/-"), 1, 100);

        assertThat(node.path("partitions")).hasSize(1);
        assertThat(node.at("/partitions/0/partition").asInt()).isEqualTo(2);
        assertThat(node.path("omitted").asInt()).isEqualTo(1);
        assertThat(node.path("quiet").asInt()).isEqualTo(2);
    }

    @Test
    void timelineThatKnowsNothingOfItOrSomethingElseGivesNothing() {
        assertThat(PartitionStates.of(run("", ""), 10, 100)).isNull();
        assertThat(PartitionStates.of(run("nonsense 0=1/2 0=<b>/1/1/1/-"), 10, 100))
                .isNull();
    }

    private static RunTimeline run(String... cells) {
        List<Instant> at = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            at.add(Instant.ofEpochSecond(i));
        }
        return new RunTimeline("", "", "", at, List.of(cells), List.of(cells), Map.of());
    }
}
