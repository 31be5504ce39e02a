package io.losslab.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.evidence.Replication;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is believed of a partition when brokers disagree about it. */
class ReplicationSamplerTest {
    private static final int NO_ANSWER = -1;

    private final ReplicationSampler.Tracked partition = new ReplicationSampler.Tracked();

    @Test
    void epochIsFilledInWhenTheLeaderAnswers() {
        assertThat(partition.needsEpoch(1)).isTrue();
        assertThat(partition.update(ledBy(1), NO_ANSWER)).isTrue();
        assertThat(partition.update(ledBy(1), NO_ANSWER)).as("nothing new").isFalse();
        assertThat(partition.update(ledBy(1), 0)).isTrue();

        assertThat(partition.current()).isEqualTo(ledBy(1).withEpoch(0));
        assertThat(partition.needsEpoch(1)).isFalse();
    }

    @Test
    void electionIsSeenAtOnceAndWithItsOwnEpoch() {
        partition.update(ledBy(1), 4);
        partition.update(ledBy(-1), NO_ANSWER);
        assertThat(partition.current().leader()).isEqualTo(-1);
        assertThat(partition.needsEpoch(-1)).as("nobody to ask").isFalse();

        partition.update(ledBy(2), NO_ANSWER);
        assertThat(partition.current().text()).isEqualTo("2//1+2+3/1+2+3/");
        partition.update(ledBy(2), 4); // still the answer of the leader before
        assertThat(partition.current().leaderEpoch()).isEqualTo(-1);
        partition.update(ledBy(2), 6);
        assertThat(partition.current().text()).isEqualTo("2/6/1+2+3/1+2+3/");
    }

    @Test
    void brokerThatMissedTheElectionIsNotBelieved() {
        partition.update(ledBy(1), 4);
        partition.update(ledBy(2), 5);

        assertThat(partition.update(ledBy(1), NO_ANSWER)).isFalse();
        assertThat(partition.update(ledBy(1), 4)).isFalse();
        assertThat(partition.current().leader()).isEqualTo(2);

        assertThat(partition.update(ledBy(1), 7)).as("it is back").isTrue();
        assertThat(partition.current().text()).startsWith("1/7/");
    }

    @Test
    void changesOfIsrAndElrAreSeen() {
        partition.update(ledBy(1), 4);
        Replication shrunk = new Replication(1, -1, List.of(1, 2, 3), List.of(1), List.of(2, 3));

        assertThat(partition.update(shrunk, NO_ANSWER)).isTrue();
        assertThat(partition.current().text()).isEqualTo("1/4/1+2+3/1/2+3");
        Replication nobody = new Replication(-1, -1, List.of(1, 2, 3), List.of(), List.of(1));
        partition.update(nobody, NO_ANSWER);
        assertThat(partition.current().text()).isEqualTo("-//1+2+3/-/1");
    }

    private static Replication ledBy(int leader) {
        return new Replication(leader, -1, List.of(1, 2, 3), List.of(1, 2, 3), null);
    }
}
