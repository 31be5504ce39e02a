package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.StatusJson;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.spec.ExperimentSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrainWatchTest {
    private static final long LOAD_ENDED = 1_000;

    private final Map<String, List<ConsumerStatus>> living = new LinkedHashMap<>();
    private final DrainWatch watch = new DrainWatch(
            ExperimentSpec.of(json("{'load': {'duration': '1s'}, 'drain': {'timeout': '4s'}}")),
            Map.of("slow", "slow-id"),
            living::get,
            null,
            LOAD_ENDED);

    @Test
    void onlyASampleThatWasBegunAfterTheLoadCounts() {
        living.put("slow", List.of(at(100, 0)));

        watch.look(null);
        watch.look(sample(LOAD_ENDED, 100));
        watch.look(sample(LOAD_ENDED + 1, 100)); // may have been begun before
        watch.look(sample(LOAD_ENDED + 1, 100));
        assertThat(watch.isSettled()).isFalse();

        watch.look(sample(LOAD_ENDED + 2, 100));
        assertThat(watch.isSettled()).isTrue();
        assertThat(watch.end()).isFalse();
        assertThat(watch.warnings()).isEmpty();
        assertThat(watch.json().path("slow").path("state").asText()).isEqualTo("caught-up");
        assertThat(watch.json().path("slow").path("afterMs").isNumber()).isTrue();
    }

    @Test
    void whoIsNotThereAtTheDeadlineIsNamedWithTheReason() {
        living.put("slow", List.of(at(60, 10)));
        watch.look(sample(LOAD_ENDED + 1, 100));
        watch.look(sample(LOAD_ENDED + 2, 100));

        assertThat(watch.text("slow")).isEqualTo("40 records to read, 10 records in hand");
        assertThat(watch.isSettled()).isFalse();
        assertThat(watch.end()).isTrue();
        assertThat(watch.warnings())
                .containsExactly(
                        "group slow was not at the end when the drain deadline of 4s passed: 40 records to read,"
                                + " 10 records in hand");
        assertThat(watch.json().path("slow"))
                .hasToString(json("{'state': 'deadline', 'reason': 'unread', 'left': 40, 'inHand': 10,"
                                + " 'text': '40 records to read, 10 records in hand', 'afterMs': null}")
                        .toString());
        assertThat(watch.text("slow")).isNull();
    }

    @Test
    void aClusterThatNeverAnsweredIsWaitedForAndSaidSo() {
        living.put("slow", List.of(at(100, 0)));
        watch.look(sample(LOAD_ENDED - 5, 100));

        assertThat(watch.isSettled()).isFalse();
        assertThat(watch.end()).isTrue();
        assertThat(watch.warnings()).singleElement().asString().contains("the cluster did not answer");
    }

    @Test
    void aGroupThatIsGoneIsNotWaitedForAndWhatItLeftIsSaid() {
        living.put("slow", List.of());
        watch.look(sample(LOAD_ENDED + 1, 100));
        watch.look(sample(LOAD_ENDED + 2, 100));

        assertThat(watch.isSettled()).isTrue();
        assertThat(watch.end()).isFalse(); // nobody failed to do it: nobody was there
        assertThat(watch.warnings())
                .containsExactly("group slow did not get to the end: it has no member, and none will come; 100 records"
                        + " left in the log");
        assertThat(watch.json().path("slow").path("state").asText()).isEqualTo("nothing-can-move");
    }

    @Test
    void aChannelThatHasFailedEndsTheWaitAtOnceAndWasWaitedForInVain() {
        living.put("slow", List.of(status("{'state': 'FAILED', 'failure': 'planned', 'partitions': []}")));
        watch.look(sample(LOAD_ENDED + 1, 100));
        watch.look(sample(LOAD_ENDED + 2, 100));

        assertThat(watch.isSettled()).isTrue();
        assertThat(watch.end()).isTrue();
        assertThat(watch.json().path("slow").path("reason").asText()).isEqualTo("channel-failed");
    }

    @Test
    void whoIsNotWaitedForIsNotJudged() {
        watch.skip();
        watch.look(sample(LOAD_ENDED + 2, 100));

        assertThat(watch.warnings()).isEmpty();
        assertThat(watch.json()).isEqualTo(json("{'slow': {'state': 'not-waited'}}"));
    }

    private static ClusterSample sample(long at, long end) {
        return new ClusterSample(
                at, Map.of(0, new ClusterSample.PartitionSample(0, end, 1, 0, "1", 0)), Map.of("slow-id", Map.of()));
    }

    private static ConsumerStatus at(long position, long inHand) {
        return status("{'state': 'RUNNING', 'partitions': [{'partition': 0, 'position': " + position + ", 'inHand': "
                + inHand + "}]}");
    }

    private static ConsumerStatus status(String text) {
        return StatusJson.read(json(text), ConsumerStatus.class);
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
