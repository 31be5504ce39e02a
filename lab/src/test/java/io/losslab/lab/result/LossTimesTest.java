package io.losslab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.contract.Outcome;
import io.losslab.contract.result.GroupEntry;
import io.losslab.lab.check.LostRange;
import io.losslab.ledger.identity.Source;
import java.time.Instant;
import java.util.List;
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

        List<GroupEntry.LossTime> a = times.of("a");
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

        List<GroupEntry.LossTime> a = times.of("a");
        assertThat(a.size()).isBetween(100, 240);
        assertThat(count(a, "retention-deleted")).isEqualTo(40_000);
        assertThat(a).extracting(one -> Instant.parse(one.at())).isSorted();
    }

    private static long count(List<GroupEntry.LossTime> times, String cause) {
        return times.stream()
                .filter(one -> one.cause().equals(cause))
                .mapToLong(GroupEntry.LossTime::count)
                .sum();
    }

    private static LostRange range(Outcome cause, long atMicros, long count) {
        return new LostRange(new Source("run", "producer"), 0, 0, 0, count, cause, "", atMicros);
    }
}
