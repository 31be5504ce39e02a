package io.losslab.lab.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.losslab.lab.LabException;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessIdentity;
import io.losslab.lab.process.ProcessRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPlaceIT {
    @TempDir
    private Path dir;

    private LabSession session;

    @BeforeEach
    void open() {
        session = new ProcessRegistry(dir.resolve("state")).open(ProcessRegistry.Kind.RUN, "test", line -> {});
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void twoClustersServeAtOnceAndABrokerThatIsKilledFromOutsideIsNoticed() throws Exception {
        EmbeddedPlace place = new EmbeddedPlace(ProjectUnderTest.HOME, session);
        Path firstDir = Files.createDirectories(dir.resolve("first"));
        Path secondDir = Files.createDirectories(dir.resolve("second"));
        CompletableFuture<Cluster> starting =
                CompletableFuture.supplyAsync(() -> place.start(new ClusterSpec(1, Map.of()), firstDir));
        try (Cluster second = place.start(new ClusterSpec(1, Map.of("num.io.threads", "3")), secondDir);
                Cluster first = starting.get()) {
            assertThat(first.bootstrapServers()).isNotEqualTo(second.bootstrapServers());
            assertThat(first.kafkaVersion()).startsWith("4.");
            assertThat(first.brokerCount()).isEqualTo(1);
            assertThat(first.isOwn()).isTrue();
            assertThat(first.failure()).isEmpty();
            try (Admin admin = Admin.create(Map.copyOf(first.clientProperties()))) {
                admin.createTopics(List.of(new NewTopic("t", 1, (short) 1)))
                        .all()
                        .get();
            }
            BrokerProcess broker = ((EmbeddedCluster) first).brokerProcesses().get(0);
            await().untilAsserted(() -> assertThat(broker.dataDir()).isDirectoryContaining("glob:**/t-0"));
            assertThat(Files.readString(broker.logFile()))
                    .containsPattern("(?m)^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  \\[.*UnifiedLog");

            ProcessHandle.of(broker.pid()).orElseThrow().destroyForcibly();
            await().untilAsserted(() -> assertThat(first.failure()).hasValueSatisfying(line -> assertThat(line)
                    .startsWith("broker-1 (pid " + broker.pid() + ") was ended by signal 9")
                    .doesNotContain("\n")
                    .contains(broker.logFile().toString())));
            assertThat(first.brokerCount()).isZero();
            assertThat(second.failure()).isEmpty();
        }
        assertNothingLeft(firstDir);
        assertNothingLeft(secondDir);
    }

    @Test
    void aBrokerOfThreeIsKilledPausedAndStartedAgain() throws Exception {
        try (Cluster cluster =
                new EmbeddedPlace(ProjectUnderTest.HOME, session).start(new ClusterSpec(3, Map.of()), dir)) {
            assertThat(cluster.brokerCount()).isEqualTo(3);
            assertThat(cluster.network()).as("links that nobody asked for").isEmpty();
            BrokerProcess broker = ((EmbeddedCluster) cluster).brokerProcesses().get(2);
            broker.kill();
            assertThat(broker.isAlive()).isFalse();
            assertThat(cluster.brokerCount()).isEqualTo(2);
            assertThat(cluster.failure())
                    .as("what the lab does itself is no failure")
                    .isEmpty();
            broker.restart();
            try (Admin admin = Admin.create(Map.copyOf(cluster.clientProperties()))) {
                await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(
                                admin.describeCluster().nodes().get())
                        .hasSize(3));
            }
            broker.pause();
            assertThat(broker.isAlive()).isTrue();
            broker.resume();
            assertThat(cluster.failure()).isEmpty();
        }
        assertNothingLeft(dir);
    }

    @Test
    void whatKafkaDoesNotTakeIsRefusedAndNothingIsLeft() {
        EmbeddedPlace place = new EmbeddedPlace(ProjectUnderTest.HOME, session);

        assertThatThrownBy(() -> place.start(new ClusterSpec(0, Map.of()), dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("cluster.brokers is 0");
        assertThatThrownBy(() -> place.start(new ClusterSpec(1, Map.of("node.id", "7")), dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("cluster.config.node.id");
        assertThatThrownBy(() -> place.start(new ClusterSpec(1, Map.of("num.io.threads", "many")), dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessage("cluster.config: Invalid value many for configuration num.io.threads:"
                        + " Not a number of type INT");
        assertThatThrownBy(() -> place.start(new ClusterSpec(1, Map.of("num.oi.threads", "1")), dir))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("cluster.config.num.oi.threads")
                .hasMessageContaining("no such broker setting");
        assertNothingLeft(dir);
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedPlace place =
                    new EmbeddedPlace(ProjectUnderTest.HOME, session, OptionalInt.of(taken.getLocalPort()));
            assertThatThrownBy(() -> place.start(new ClusterSpec(1, Map.of()), dir))
                    .isInstanceOf(LabException.Environment.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        assertNothingLeft(dir);
    }

    @Test
    void anyClusterIsReachedAndWhatItsOwnerKeptOutlivesTheSession() throws Exception {
        ProcessRegistry registry = new ProcessRegistry(dir.resolve("state"));
        Cluster kept = new EmbeddedPlace(ProjectUnderTest.HOME, session).start(new ClusterSpec(1, Map.of()), dir);
        try {
            kept.keep();
            kept.close();
            session.close();
            try (Cluster cluster =
                    new AnyClusterPlace(kept.bootstrapServers(), null).start(new ClusterSpec(1, Map.of()), dir)) {
                assertThat(cluster.isOwn()).isFalse();
                assertThat(cluster.brokerCount()).isEqualTo(1);
                assertThat(cluster.kafkaVersion()).startsWith("metadata.version 4.");
                assertThat(cluster.brokers())
                        .as("what is not the lab's cannot be ended")
                        .isEmpty();
                assertThat(cluster.disks()).isEmpty();
                assertThat(cluster.logs()).isEmpty();
                assertThat(cluster.failure()).isEmpty();
            }
            assertThatThrownBy(() ->
                            new AnyClusterPlace(kept.bootstrapServers(), null).start(new ClusterSpec(3, Map.of()), dir))
                    .isInstanceOf(LabException.BadInput.class)
                    .hasMessageContaining("cluster.brokers is 3")
                    .hasMessageContaining("has 1");
        } finally {
            registry.entries().forEach(registry::end);
        }
        assertThat(ProcessHandle.of(((EmbeddedCluster) kept)
                                .brokerProcesses()
                                .get(0)
                                .pid())
                        .filter(ProcessHandle::isAlive))
                .isEmpty();
        assertNothingLeft(dir);
    }

    private void assertNothingLeft(Path workDir) {
        String marker = session.marker();
        assertThat(ProcessHandle.allProcesses().filter(process -> ProcessIdentity.carries(process, marker)))
                .isEmpty();
        assertThat(workDir.resolve("broker-1").resolve("data")).doesNotExist();
    }
}
