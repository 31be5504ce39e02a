package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.result.ExperimentOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators really report, and earlier versions gave a wrong outcome: on real brokers, with what is right. */
class ReportedSituationsIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());

    @TempDir
    private Path dir;

    /** The third transaction is aborted, the others are not; what retention took of those was committed. */
    @Test
    void retentionPassesCommittedRecordsThatAReadCommittedGroupHasNotRead() throws Exception {
        JsonNode run = run("""
                name: txn-and-retention
                title: Retention passes committed records that a read_committed group has not read
                topic: {partitions: 1, config: {retention.bytes: 1MiB, segment.bytes: 1MiB}}
                load: {tps: 1000, valueBytes: 1KiB, duration: 9s, transactions: {records: 3000, abortEvery: 3}}
                consumers: {rc: {app: fast-consumer, group: rc-group, config: {isolation.level: read_committed}}}
                drain: {timeout: 20s, awaitRetention: true}
                """);

        JsonNode outcomes = outcomes(run, "rc-group");
        assertThat(run.path("produced").path("intended").asLong()).isEqualTo(9_000);
        assertThat(outcomes.path("aborted").asLong()).as(run.toPrettyString()).isEqualTo(3_000);
        assertThat(outcomes.path("processed").asLong()
                        + outcomes.path("retention-deleted").asLong())
                .isEqualTo(6_000);
        assertThat(outcomes.path("retention-deleted").asLong()).isPositive();
    }

    @Test
    void theProducerDiesForGoodWithATransactionOpen() throws Exception {
        JsonNode run = run("""
                name: open-transaction-at-end
                title: The producer dies for good with a transaction open
                topic: {partitions: 1}
                load: {tps: 200, valueBytes: 200, duration: 8s, transactions: {records: 300}}
                consumers: {rc: {app: fast-consumer, group: rc-group, config: {isolation.level: read_committed}}}
                faults: [{kind: kill, target: producer, at: 5s}]
                drain: {timeout: 2s}
                """);

        JsonNode outcomes = outcomes(run, "rc-group");
        long intended = run.path("produced").path("intended").asLong();
        assertThat(outcomes.path("processed").asLong()).as(run.toPrettyString()).isEqualTo(intended / 300 * 300);
        // the last may have had its number, and died with the producer before it was sent or stored
        assertThat(outcomes.path("in-flight").asLong()).isPositive();
        assertThat(outcomes.path("in-flight").asLong()
                        + outcomes.path("not-sent").asLong()
                        + outcomes.path("not-acked").asLong())
                .isEqualTo(intended % 300);
        assertThat(run.path("groups").path("rc-group").path("keptDetails").toString())
                .contains("blocked by an open transaction of transactional.id load-producer-");
    }

    @Test
    void anOperatorResetsAGroupToTheEndByMistakeAndBackBeforeItStarts() throws Exception {
        JsonNode run = run("""
                name: commit-taken-back
                title: An operator resets a group to the end by mistake, and back before it starts
                topic: {partitions: 1}
                load: {tps: 300, valueBytes: 200, duration: 12s}
                consumers: {slow: {app: slow-consumer, delay: 10ms}}
                faults:
                  - {kind: stop, target: slow, at: 3s, restart: 4s}
                  - {kind: reset-offsets, target: slow, at: 5s, to: latest}
                  - {kind: reset-offsets, target: slow, at: 6s, to: 400}
                drain: {timeout: 0s}
                """);

        JsonNode outcomes = outcomes(run, "slow-consumer-group");
        assertThat(outcomes.path("committed-not-processed").asLong())
                .as(run.toPrettyString())
                .isZero();
        assertThat(outcomes.path("skipped-seek").asLong()).isBetween(1L, 400L);
        assertThat(outcomes.path("processed").asLong()
                        + outcomes.path("skipped-seek").asLong()
                        + outcomes.path("in-flight").asLong())
                .isEqualTo(run.path("produced").path("intended").asLong());
    }

    @Test
    void recordsWereDeletedAndACrashOfTheBrokerBringsThemBack() throws Exception {
        JsonNode run = run("""
                name: log-start-goes-back
                title: Records were deleted, and a crash of the broker brings them back
                # the checkpoint of log starts must not happen to be written between the deletion and the crash
                cluster: {config: {log.flush.start.offset.checkpoint.interval.ms: 1h}}
                topic: {partitions: 1}
                load: {tps: 400, valueBytes: 200, duration: 14s}
                consumers:
                  # fetches little ahead, so that it meets the deletion before the crash takes it back
                  slow:
                    app: slow-consumer
                    delay: 10ms
                    config: {max.poll.records: 50, max.partition.fetch.bytes: 10000}
                  away: {app: fast-consumer, group: away-group}
                faults:
                  - {kind: stop, target: away, at: 2s, restart: 10s}
                  - {kind: delete-records, target: partition 0, at: 6s, to: 1200}
                  - {kind: kill, target: broker 1, at: 9s, restart: 1s}
                drain: {timeout: 60s, delay: 0ms}
                """);

        long intended = run.path("produced").path("intended").asLong();
        JsonNode slow = outcomes(run, "slow-consumer-group");
        assertThat(slow.path("records-deleted").asLong())
                .as(run.toPrettyString())
                .isBetween(1L, 1_200L);
        assertThat(slow.path("processed").asLong()
                        + slow.path("records-deleted").asLong())
                .isEqualTo(intended);
        assertThat(outcomes(run, "away-group").path("processed").asLong()).isEqualTo(intended);
    }

    private static JsonNode outcomes(JsonNode run, String group) {
        assertThat(run.path("evidenceFaults").toString()).isEqualTo("[]");
        return run.path("groups").path(group).path("outcomes");
    }

    private JsonNode run(String experiment) throws Exception {
        Path file = Files.writeString(dir.resolve("experiment.yaml"), experiment);
        ExperimentOutcome outcome = new ExperimentRunner(new QuietListener())
                .run(new RunRequest(
                        file.toString(),
                        List.of(),
                        dir.resolve("result"),
                        HOME.root(),
                        "losslab run " + file.getFileName()));
        JsonNode run = outcome.result().path("runs").path(0);
        assertThat(run.path("evidenceFaults").isEmpty())
                .as(run.path("evidenceFaults").toString())
                .isTrue();
        return run;
    }
}
