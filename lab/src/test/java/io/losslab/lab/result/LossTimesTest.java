package io.losslab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.losslab.contract.Outcome;
import io.losslab.lab.check.LostRange;
import io.losslab.ledger.identity.Source;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LossTimesTest {
    private final LossTimes times = new LossTimes();

    @Test
    void countsByGroupAndCause() {
        times.lost("a", range(Outcome.TRUNCATED, 1_000_000, 5));
        times.lost("a", range(Outcome.TRUNCATED, 1_100_000, 2));
        times.lost("a", range(Outcome.NOT_ACKED, 9_000_000, 3));
        times.lost("b", range(Outcome.TRUNCATED, 1_000_000, 1));
        times.lost("a", range(Outcome.TRUNCATED, -1, 100));

        ArrayNode a = times.of("a");
        assertThat(a).hasSize(2);
        assertThat(count(a, "truncated")).as("what has no moment is on no plot").isEqualTo(7);
        assertThat(count(a, "not-acked")).isEqualTo(3);
        assertThat(times.of("b")).hasSize(1);
        assertThat(times.of("nobody")).isEmpty();
    }

    @Test
    void thousandsOfMomentsAreJoinedAndNoneIsDropped() {
        for (int i = 0; i < 20_000; i++) {
            times.lost("a", range(Outcome.RETENTION_DELETED, 3_600_000_000L + i * 100_000L, 2));
        }

        ArrayNode a = times.of("a");
        assertThat(a.size()).isBetween(100, 240);
        assertThat(count(a, "retention-deleted")).isEqualTo(40_000);
        assertThat(a).extracting(one -> Instant.parse(one.path("at").asText())).isSorted();
    }

    private static long count(ArrayNode times, String cause) {
        long count = 0;
        for (JsonNode one : times) {
            count +=
                    one.path("cause").asText().equals(cause) ? one.path("count").asLong() : 0;
        }
        return count;
    }

    private static LostRange range(Outcome cause, long atMicros, long count) {
        return new LostRange(new Source("run", "producer"), 0, 0, 0, count, cause, "", atMicros);
    }
}
