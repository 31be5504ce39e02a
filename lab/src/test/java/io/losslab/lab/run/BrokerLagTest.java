package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.evidence.ClusterSample;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerLagTest {
    private static final String GROUP = "g";

    private final BrokerLag lag = new BrokerLag();

    @Test
    void lagIsLogEndLessCommitOverAllPartitions() {
        assertThat(lag.of(sample(Map.of(0, 700L, 1, 400L), 0, 1_000, 500), GROUP, true))
                .isEqualTo(400);
        assertThat(lag.of(sample(Map.of(0, 1_000L, 1, 500L), 0, 1_000, 500), GROUP, true))
                .isZero();

        assertThat(lag.largest(GROUP)).isEqualTo(400);
    }

    @Test
    void aGroupThatNeverCommittedLagsByAllThatWasEverThereAlsoWhatWasDeleted() {
        lag.of(sample(Map.of(), 0, 0), GROUP, true);

        assertThat(lag.of(sample(Map.of(), 9_000, 14_000), GROUP, true)).isEqualTo(14_000);
    }

    @Test
    void whatWasDeletedUnreadStaysInTheLag() {
        assertThat(lag.of(sample(Map.of(0, 100L), 9_000, 14_000), GROUP, true)).isEqualTo(13_900);
    }

    @Test
    void aCommitBeyondTheEndIsANegativeLag() {
        assertThat(lag.of(sample(Map.of(0, 50_000L), 0, 4_800), GROUP, true)).isEqualTo(-45_200);
    }

    @Test
    void whereAGroupWithoutACommitWouldBeginElsewhereItsLagIsUnknown() {
        assertThat(lag.of(sample(Map.of(), 0, 0), GROUP, false)).isZero();
        assertThat(lag.of(sample(Map.of(), 0, 14_000), GROUP, false)).isNull();
        assertThat(lag.of(null, GROUP, true)).isNull();
    }

    private static ClusterSample sample(Map<Integer, Long> committed, long start, long... ends) {
        Map<Integer, ClusterSample.PartitionSample> partitions = new java.util.TreeMap<>();
        for (int i = 0; i < ends.length; i++) {
            partitions.put(i, new ClusterSample.PartitionSample(start, ends[i], 1, 0, "1", 0));
        }
        return new ClusterSample(0, partitions, Map.of(GROUP, committed));
    }
}
