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

/** How long groups are waited for, where neither a commit nor the end that the brokers tell says when they are done. */
class DrainIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());

    @TempDir
    private Path dir;

    @Test
    void aGroupWhoseCommitLiesBeyondTheEndStartsOverAndIsWaitedFor() throws Exception {
        JsonNode run = run("""
                name: commit-beyond-end
                title: An operator sets a group's offset far beyond the end
                topic: {partitions: 1}
                load: {tps: 200, valueBytes: 200, duration: 12s}
                consumers: {early: {app: slow-consumer, delay: 30ms, group: early-group}}
                faults:
                  - {kind: stop, target: early, at: 2s, restart: 4s}
                  - {kind: reset-offsets, target: early, at: 4s, to: 50000}
                drain: {timeout: 4s}
                """);

        JsonNode drain = run.path("drain").path("early-group");
        assertThat(drain.path("state").asText()).as(run.toPrettyString()).isEqualTo("deadline");
        assertThat(drain.path("reason").asText()).isEqualTo("unread");
        assertThat(drain.path("left").asLong()).isPositive();
        assertThat(run.path("warnings").toString())
                .contains("group early-group was not at the end when the drain deadline of 4s passed");
        JsonNode group = run.path("groups").path("early-group");
        assertThat(group.path("inFlight").asLong(-1)).isZero();
        // what it has not been given; the books may have a word of their own for what was in hand
        assertThat(group.path("outcomes").path("undrained").asLong())
                .isGreaterThanOrEqualTo(
                        drain.path("left").asLong() - drain.path("inHand").asLong());
        assertThat(group.path("maxLag").asLong())
                .isBetween(0L, run.path("produced").path("acked").asLong());
    }

    @Test
    void whatLiesAboveAHighWatermarkThatStandsStillIsWaitedFor() throws Exception {
        JsonNode run = run("""
                name: watermark-stands-still
                title: The high watermark stands still while a follower is away, then retention takes all at once
                cluster:
                  brokers: 2
                  controllers: 1
                  config: {broker.session.timeout.ms: 3000, broker.heartbeat.interval.ms: 500}
                topic:
                  partitions: 1
                  replicationFactor: 2
                  config: {min.insync.replicas: 2, retention.bytes: 3MiB, segment.bytes: 1MiB}
                load: {tps: 800, valueBytes: 1KiB, duration: 12s, producer: {acks: 1}}
                consumers: {fast: {app: fast-consumer}}
                faults: [{kind: kill, target: followers of partition 0, at: 3s, restart: 8s}]
                drain: {timeout: 60s, delay: 0ms}
                """);

        JsonNode drain = run.path("drain").path("fast-consumer-group");
        assertThat(drain.path("state").asText()).as(run.toPrettyString()).isEqualTo("caught-up");
        assertThat(run.path("warnings").isEmpty())
                .as(run.path("warnings").toString())
                .isTrue();
        JsonNode group = run.path("groups").path("fast-consumer-group");
        assertThat(group.path("inFlight").asLong(-1)).isZero();
        assertThat(group.path("outcomes").path("undrained").asLong()).isZero();
        assertThat(group.path("processed").asLong()
                        + group.path("outcomes").path("retention-deleted").asLong())
                .isEqualTo(run.path("produced").path("acked").asLong());
        assertThat(run.path("partitions").path(0).path("endOffset").asLong())
                .isEqualTo(run.path("produced").path("acked").asLong());
    }

    @Test
    void aFailedChannelIsNotWaitedForAndItsLagIsThatOfTheLog() throws Exception {
        JsonNode run = run("""
                name: channel-fails
                title: A failure ends the channel of each of two members
                topic: {partitions: 3}
                load: {tps: 300, valueBytes: 200, duration: 4s}
                consumers:
                  careful: {app: slow-consumer, delay: 0ms, group: careful-group, failEvery: 100, instances: 2}
                drain: {timeout: 10m}
                """);

        JsonNode drain = run.path("drain").path("careful-group");
        assertThat(drain.path("state").asText()).as(run.toPrettyString()).isEqualTo("nothing-can-move");
        assertThat(drain.path("reason").asText()).isEqualTo("channel-failed");
        assertThat(run.path("warnings").toString()).contains("group careful-group did not get to the end: the channel");
        JsonNode group = run.path("groups").path("careful-group");
        long acked = run.path("produced").path("acked").asLong();
        assertThat(group.path("outcomes").path("undrained").asLong())
                .isEqualTo(acked - group.path("processed").asLong());
        assertThat(group.path("maxLag").asLong())
                .isBetween(acked - group.path("processed").asLong(), acked);
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
