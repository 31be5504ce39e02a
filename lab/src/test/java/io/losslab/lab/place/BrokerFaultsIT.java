package io.losslab.lab.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers, a controller of its own, and a network between them that can be cut. */
class BrokerFaultsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    static Path dir;

    private static LabSession session;
    private static Cluster cluster;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        session = new ProcessRegistry(dir.resolve("state")).open(ProcessRegistry.Kind.RUN, "test", line -> {});
        Map<String, String> config = Map.of("broker.session.timeout.ms", "3000", "broker.heartbeat.interval.ms", "500");
        ClusterSpec spec = new ClusterSpec(2, 1, config, Map.of("eligible.leader.replicas.version", 0), true);
        cluster = new EmbeddedPlace(ProjectUnderTest.HOME, session).start(spec, dir);
        admin = Admin.create(Map.copyOf(cluster.clientProperties()));
        admin.createTopics(List.of(new NewTopic("t", 1, (short) 2))).all().get();
    }

    @AfterAll
    static void end() {
        admin.close(Duration.ZERO);
        List<Long> pids = ((EmbeddedCluster) cluster)
                .brokerProcesses().stream().map(BrokerProcess::pid).toList();
        cluster.close();
        session.close();
        assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }

    private static void awaitBrokers(Integer... ids) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(
                        admin.describeCluster().nodes().get())
                .extracting(Node::id)
                .containsExactlyInAnyOrder(ids));
    }

    private static BrokerProcess second() {
        return ((EmbeddedCluster) cluster).brokerProcesses().get(1);
    }

    @Test
    void theControllerIsAProcessOfItsOwnAndFeaturesAreAsAskedFor() throws Exception {
        assertThat(cluster.brokers().orElseThrow().controllers())
                .extracting(BrokerNode::name)
                .containsExactly("controller-101");
        assertThat(admin.describeMetadataQuorum().quorumInfo().get().leaderId()).isEqualTo(101);
        assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
                .doesNotContainKey("eligible.leader.replicas.version");
    }

    @Test
    void aBrokerThatIsCutOffIsFencedAndComesBackWhenItsLinksHeal() {
        awaitBrokers(1, 2);
        Set<NetworkControl.Use> uses = EnumSet.of(NetworkControl.Use.BROKERS, NetworkControl.Use.CONTROLLERS);

        cluster.network().orElseThrow().cut(2, uses);
        awaitBrokers(1);
        assertThat(second().isAlive()).isTrue();

        cluster.network().orElseThrow().heal(2, uses);
        awaitBrokers(1, 2);
    }

    @Test
    void aBrokerWhoseDiskIsLostGivesUpAndComesBackWithAllThatItHad() {
        awaitBrokers(1, 2);
        second().mayEnd();
        cluster.disks().orElseThrow().detach(2);

        await().atMost(PATIENCE).until(() -> !second().isAlive());
        assertThat(cluster.failure()).as("it was expected to give up").isEmpty();

        cluster.disks().orElseThrow().attach(2);
        assertThat(second().dataDir().resolve("t-0")).isDirectory();
        second().restart();
        awaitBrokers(1, 2);
    }

    @Test
    void aBrokerIsStartedOnAnEmptyDisk() {
        awaitBrokers(1, 2);
        DiskControl disks = cluster.disks().orElseThrow();
        assertThatThrownBy(() -> disks.replace(2)).hasMessage("broker-2 is running");
        second().kill();
        disks.replace(2);

        assertThat(second().dataDir().resolve("t-0")).doesNotExist();
        second().restart();
        awaitBrokers(1, 2);
        await().atMost(PATIENCE)
                .until(() -> second().dataDir().resolve("t-0").toFile().isDirectory());
    }
}
