package io.losslab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import io.losslab.lab.act.ActKind;
import io.losslab.lab.act.FaultSpec;
import io.losslab.lab.act.FaultTarget;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultRulesTest {
    private static ExperimentSpec load(String fault) {
        String yaml = """
                name: mine
                title: My own
                load: {tps: 100, duration: 1s}
                consumers: {a: {app: slow-consumer, instances: 2, startAt: 2s}}
                faults: [{%s}]
                """.formatted(fault);
        return new ExperimentLoader().load(YamlDocument.parse("mine.yaml", yaml), List.of());
    }

    @Test
    void aFaultIsReadAndALateStartIsOneMore() {
        assertThat(load("kind: kill, target: leader of partition 0, at: 3s, restart: 2s")
                        .faults())
                .containsExactly(
                        new FaultSpec(
                                ActKind.KILL,
                                new FaultTarget(FaultTarget.Type.LEADER, 0, "leader of partition 0"),
                                Duration.ofSeconds(3),
                                null,
                                Duration.ofSeconds(2),
                                null),
                        new FaultSpec(
                                ActKind.START,
                                new FaultTarget(FaultTarget.Type.SERVICE, -1, "a"),
                                Duration.ofSeconds(2),
                                null,
                                null,
                                null));
    }

    @Test
    void aPartitionMayBeNamedAsKafkaDoes() {
        FaultTarget target = load("kind: kill, target: leader of load-events-0, at: 3s")
                .faults()
                .get(0)
                .target();

        assertThat(target.type()).isEqualTo(FaultTarget.Type.LEADER);
        assertThat(target.number()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: melt, target: a, at: 1s                             | allowed: kill, stop, pause
            kind: kill, target: b, at: 3s                             | is none of: a, producer
            kind: kill, target: b 1, at: 3s                           | is none of: a, producer; one instance of them, such as a 1
            kind: kill, target: a 3, at: 3s                           | is no instance of a; allowed: a 1 to a 2
            kind: kill, target: a 0, at: 3s                           | is no instance of a; allowed: a 1 to a 2
            kind: kill, target: producer 1, at: 3s                    | there is one producer; allowed: producer
            kind: reset-offsets, target: a 1, at: 3s, to: latest      | is none of the consumers: a
            kind: kill, target: a, at: 1s                             | 'faults.0.at: ''1s'' is before consumers.a.startAt, and nothing of it runs then; allowed: 2s or later'
            'kind: kill, target: a, at: 3s}, {kind: kill, target: a 1, at: 4s' | 'faults.1.target: ''a 1'' is gone by then: faults.0 ends it for good; allowed: a ''restart'' there'
            'kind: kill, target: broker 1, at: 3s}, {kind: pause, target: broker 1, at: 1s, for: 1s, after: 0' | 'faults.1.target: ''broker 1'' is gone by then'
            kind: kill, target: a, at: 3s, mayBeRefused: true         | mayBeRefused: only delete-records, reset-offsets, delete-offsets
            kind: kill, target: broker 2, at: 1s                      | allowed: 1 to 1
            kind: kill, target: leader of partition 1, at: 1s         | is no partition; allowed: 0 to 0
            kind: kill, target: followers of partition 0, at: 1s      | topic.replicationFactor is 1
            kind: kill, target: partition 0, at: 1s                   | cannot have a kill; only delete-records
            kind: pause, target: a, at: 3s                            | lacks the key 'for'
            kind: kill, target: a, at: 3s, for: 1s                    | only a pause and what is done to network or disk have it
            kind: pause, target: a, at: 3s, for: 1s, restart: 1s      | restart: only kill, stop
            kind: delete-records, target: a, at: 1s, to: end          | is none of: all partitions
            kind: delete-records, target: partition 0, at: 1s         | allowed for delete-records: end, half
            kind: reset-offsets, target: a, at: 1s, to: half          | allowed for reset-offsets: earliest, latest
            kind: reset-offsets, target: broker 1, at: 1s, to: latest | is none of the consumers: a
            kind: kill, target: a, at: 3s, times: 2                   | lacks the key 'every'
            kind: kill, target: a, at: 3s, times: 2, every: 1s        | lacks the key 'restart'
            kind: kill, target: a, at: 3s, wipe: true                 | only kill and stop of brokers have it
            kind: power-loss, target: a, at: 1s                       | is none of: broker N, all brokers
            kind: elect-leaders, target: all partitions, at: 1s, to: 5 | allowed for elect-leaders: preferred, unclean
            kind: kill, target: a, at: 3s, after: 0                   | is no fault before this one; there is none
            kind: partition, target: broker 1, at: 1s, for: 1s        | needs controllers of their own
            kind: slow-network, target: broker 1, at: 1s, for: 1s     | lacks the key 'latency' or 'bandwidth'
            kind: kill, target: broker 1, at: 1s, latency: 1ms        | only a slow-network has
            kind: disk-full, target: a, at: 1s, for: 1s               | is none of: broker N
            kind: delete-offsets, target: a, at: 1s, to: 5            | to: only delete-records, reset-offsets
            """)
    void whatCannotBeIsRefused(String fault, String message) {
        assertThatThrownBy(() -> load(fault))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void whatWasEndedAndStartedAgainMayBeEndedAgain() {
        assertThat(load("kind: kill, target: a, at: 3s, restart: 1s}, {kind: kill, target: a, at: 4s")
                        .faults())
                .hasSize(3);
        assertThat(load("kind: kill, target: a 1, at: 3s}, {kind: kill, target: a 2, at: 4s")
                        .faults())
                .hasSize(3);
    }

    @Test
    void oneInstanceOfSeveralCanBeNamed() {
        FaultTarget target =
                load("kind: kill, target: a 2, at: 3s").faults().get(0).target();

        assertThat(target).isEqualTo(new FaultTarget(FaultTarget.Type.MEMBER, 2, "a 2"));
        assertThat(target.service()).isEqualTo("a");
        assertThat(FaultTarget.parse("broker 2").type()).isEqualTo(FaultTarget.Type.BROKER);
        assertThat(FaultTarget.parse("partition 2").type()).isEqualTo(FaultTarget.Type.PARTITION);
    }

    @Test
    void aRepeatedFaultHasTheSameTimesWithTheSameSeed() {
        FaultSpec fault = load("kind: kill, target: broker 1, at: 4s, restart: 2s, times: 3, every: 12s, jitter: 2s")
                .faults()
                .get(0);

        List<Duration> times = fault.times(7, 0);

        assertThat(times)
                .isEqualTo(fault.times(7, 0))
                .isNotEqualTo(fault.times(8, 0))
                .isNotEqualTo(fault.times(7, 1));
        assertThat(times.get(0)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(times.get(2)).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(30));
        assertThat(fault.last()).isEqualTo(Duration.ofSeconds(32));
    }
}
