package io.losslab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.check.evidence.PartitionLog.LeaderEpoch;
import io.losslab.lab.evidence.AckProgress.Look;
import io.losslab.lab.evidence.FaultLines;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final long S = 1_000_000;

    private static FaultLines.Line line(String kind, String step, long atMicros, String subject) {
        return new FaultLines.Line(0, kind, "leader of partition 0", step, atMicros, atMicros, subject, -1, -1, "");
    }

    @Test
    void eachKillHasItsElectionAndItsSilence() {
        List<Look> looks = List.of(
                new Look(9 * S, 100),
                new Look(10 * S, 200), // killed at 10.5
                new Look(14 * S, 300),
                new Look(15 * S, 400),
                new Look(21 * S, 500), // killed again at 20
                new Look(22 * S, 600));
        List<LeaderEpoch> epochs = List.of(
                new LeaderEpoch(1 * S, 0, 1, 0, false),
                new LeaderEpoch(13 * S, 1, 2, 200, false),
                new LeaderEpoch(20 * S + S / 2, 2, 1, 400, true));

        JsonNode after = new Recovery(looks, List.of(epochs))
                .after(List.of(
                        line("kill", "INJECTED", 10 * S + S / 2, "broker-1"),
                        line("kill", "UNDONE", 12 * S, "broker-1"),
                        line("kill", "INJECTED", 20 * S, "broker-2")));

        assertThat(after).hasSize(2);
        assertThat(after.get(0).path("elections")).hasSize(1);
        assertThat(after.get(0).path("elections").get(0).path("afterMs").asLong())
                .isEqualTo(2_500);
        assertThat(after.get(0).path("ackedAgainAfterMs").asLong()).isEqualTo(10_500);
        assertThat(after.get(0).path("withoutAckMs").asLong()).isEqualTo(6_000);
        assertThat(after.get(1).path("elections").get(0).path("unclean").asBoolean())
                .isTrue();
        assertThat(after.get(1).path("withoutAckMs").asLong()).isEqualTo(1_000);
    }

    @Test
    void whereNothingWasAcknowledgedAgainNoTimeIsGiven() {
        JsonNode after = new Recovery(List.of(new Look(9 * S, 100)), List.of(List.of()))
                .after(List.of(line("kill", "INJECTED", 10 * S, "broker-1")));

        assertThat(after.get(0).has("ackedAgainAfterMs")).isFalse();
        assertThat(after.get(0).path("elections")).isEmpty();
    }

    @Test
    void faultsOnServicesHaveNone() {
        assertThat(new Recovery(List.of(), List.of()).after(List.of(line("kill", "INJECTED", 10 * S, "slow-consumer"))))
                .isEmpty();
    }
}
