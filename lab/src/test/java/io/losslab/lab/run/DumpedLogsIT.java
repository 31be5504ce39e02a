package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.place.PlaceChoice;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.result.ExperimentOutcome;
import io.losslab.lab.result.StoredExperiment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions on three brokers, some aborted, a leader killed: what {@code kafka-dump-log} finds is what was seen. */
class DumpedLogsIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());

    @TempDir
    Path dir;

    @Test
    void everyReplicaHasWhatTheWitnessSaw() throws Exception {
        Path out = dir.resolve("result");
        ExperimentOutcome outcome = new ExperimentRunner(new QuietListener())
                .run(new RunRequest(
                        "broker-failure",
                        List.of(
                                "load.duration=6s",
                                "faults.0.times=1",
                                "topic.partitions=2",
                                "load.transactions={records: 50, abortEvery: 4}"),
                        out,
                        new PlaceChoice.Embedded(),
                        RunRequest.Afterwards.DUMP_LOGS,
                        HOME.root(),
                        "losslab run broker-failure --dump-logs"));

        JsonNode run = outcome.result().path("runs").path(0);
        assertThat(outcome.verdict()).as(outcome.result().toPrettyString()).isEqualTo(Verdict.EXPECTED);
        assertThat(run.path("dumpedLogs")).hasSize(6);
        long witnessed = run.path("produced").path("witnessed").asLong();
        for (int broker = 1; broker <= 3; broker++) {
            long onDisk = 0;
            for (JsonNode log : run.path("dumpedLogs")) {
                if (log.path("broker").asInt() == broker) {
                    assertThat(log.path("agrees").asBoolean())
                            .as(log.toString())
                            .isTrue();
                    onDisk += log.path("records").asLong();
                }
            }
            assertThat(onDisk).as("broker " + broker).isEqualTo(witnessed).isPositive();
        }

        Path logs = out.resolve("evidence/" + run.path("runId").asText() + "/dumped/logs.json");
        Files.writeString(logs, Files.readString(logs).replaceFirst("\"endOffset\" : \\d+", "\"endOffset\" : 3"));
        JsonNode again =
                StoredExperiment.open(out).judge().result().path("runs").path(0);
        assertThat(again.path("evidenceFaults").toString())
                .contains(
                        "dumped/broker-1, partition 0: the replica is in sync and ends at 3, before the high watermark");
        assertThat(again.path("dumpedLogs").path(0).path("agrees").asBoolean(true))
                .isFalse();
        assertThat(again.path("dumpedLogs").path(5).path("agrees").asBoolean()).isTrue();
    }
}
