package io.losslab.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.check.Verdict;
import io.losslab.lab.cluster.Cluster;
import io.losslab.lab.cluster.ClusterSpec;
import io.losslab.lab.cluster.EmbeddedPlace;
import io.losslab.lab.cluster.LabHome;
import io.losslab.lab.cluster.LabSession;
import io.losslab.lab.cluster.ProcessRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same experiments on a cluster that is already there, which must be left as it was found. */
class AnyClusterIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());

    @TempDir
    Path dir;

    @Test
    void onAClusterOfOthersTheLossIsFoundAndNothingElseIsTouched() throws Exception {
        Path work = Files.createDirectory(dir.resolve("foreign"));
        // a check every two seconds: the run has to read this, and to wait for it
        ClusterSpec spec = new ClusterSpec(1, Map.of("log.retention.check.interval.ms", "2000"));
        try (LabSession session = HOME.registry().open(ProcessRegistry.Kind.RUN, "AnyClusterIT", line -> {});
                Cluster foreign = new EmbeddedPlace(HOME, session).start(spec, work);
                Admin admin = Admin.create(Map.<String, Object>copyOf(foreign.clientProperties()))) {
            admin.createTopics(List.of(new NewTopic("somebody-elses", 1, (short) 1)))
                    .all()
                    .get();

            ExperimentOutcome outcome = run(foreign, "data-loss", "data-loss");

            assertThat(outcome.verdict()).as(outcome.result().toPrettyString()).isEqualTo(Verdict.EXPECTED);
            JsonNode result = outcome.result().path("runs").path(0);
            assertThat(result.path("topic").asText())
                    .isEqualTo("load-events-" + result.path("runId").asText());
            JsonNode slow = result.path("groups").path("slow-consumer-group");
            assertThat(slow.path("groupId").asText())
                    .isEqualTo("slow-consumer-group-" + result.path("runId").asText());
            assertThat(slow.path("lost").asLong()).isPositive();
            assertThat(slow.path("lostRanges").path(0).path("detail").asText())
                    .as("without the brokers' logs the reason is inferred, and said to be")
                    .isEqualTo("sampled");
            assertThat(admin.listTopics().names().get()).containsExactly("somebody-elses");
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    private ExperimentOutcome run(Cluster foreign, String experiment, String out) {
        return new ExperimentRunner(new QuietListener())
                .run(new RunRequest(
                        experiment,
                        List.of("load.duration=5s"),
                        dir.resolve(out),
                        foreign.bootstrapServers(),
                        null,
                        false,
                        HOME.root(),
                        "losslab run " + experiment));
    }
}
