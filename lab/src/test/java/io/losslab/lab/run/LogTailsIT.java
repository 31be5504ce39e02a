package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.lab.capture.LogTails;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.place.EmbeddedPlace;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real leader's answer to a fetch just above what it is said to hold. */
class LogTailsIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());

    @TempDir
    private Path dir;

    @Test
    void aLeaderProvesThatItsLogEndsThereAndSilenceOrRecordsProveNothing() throws Exception {
        try (LabSession session = HOME.registry().open(ProcessRegistry.Kind.RUN, "LogTailsIT", line -> {});
                Cluster cluster = new EmbeddedPlace(HOME, session).start(new ClusterSpec(1, Map.of()), dir);
                ScriptedRun run = new ScriptedRun(HOME, session, cluster, dir, 2, "group");
                LogTails tails = new LogTails(cluster.clientProperties(), run.topic())) {
            try (ScriptedSender sender = run.sender()) {
                sender.send(0, 50);
            }

            Awaitility.await() // the first time, the client has to find the leader
                    .untilAsserted(() -> assertThat(tails.notProvenWhole(Map.of(0, 50L, 1, 0L)))
                            .isEmpty());
            assertThat(tails.notProvenWhole(Map.of(0, 40L, 1, 0L))).isEqualTo(Set.of(0));
            assertThat(tails.notProvenWhole(Map.of(0, 49L, 1, 0L)))
                    .as("one record above, where the fetch finds nothing")
                    .isEqualTo(Set.of(0));
            assertThat(tails.lastStable(Set.of(0, 1))).isEqualTo(Map.of(0, 50L, 1, 0L));

            cluster.brokers().orElseThrow().brokers().get(0).stop();
            assertThat(tails.notProvenWhole(Map.of(0, 50L))).isEqualTo(Set.of(0));
        }
    }
}
