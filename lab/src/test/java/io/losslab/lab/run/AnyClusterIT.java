package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.LabException;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.place.EmbeddedPlace;
import io.losslab.lab.place.PlaceChoice;
import io.losslab.lab.process.ForeignTraces;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import io.losslab.lab.result.ExperimentOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same experiments on a cluster that is already there, which must be left as it was found. */
class AnyClusterIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final TopicPartition NOT_OURS = new TopicPartition("somebody-elses", 0);

    @TempDir
    static Path dir;

    private static LabSession session;
    private static Cluster foreign;
    private static Admin admin;

    @BeforeAll
    static void startForeignCluster() throws Exception {
        Path work = Files.createDirectory(dir.resolve("foreign"));
        // a check every two seconds: the run has to read this, and to wait for it
        ClusterSpec spec = new ClusterSpec(1, Map.of("log.retention.check.interval.ms", "2000"));
        session = HOME.registry().open(ProcessRegistry.Kind.RUN, "AnyClusterIT", line -> {});
        foreign = new EmbeddedPlace(HOME, session).start(spec, work);
        Map<String, Object> client = Map.copyOf(foreign.clientProperties());
        admin = Admin.create(client);
        admin.createTopics(List.of(new NewTopic(NOT_OURS.topic(), 1, (short) 1)))
                .all()
                .get();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(NOT_OURS.topic(), new byte[10])).get();
        }
    }

    @AfterAll
    static void stopForeignCluster() {
        admin.close();
        foreign.close();
        session.close();
    }

    @AfterEach
    void nothingElseIsTouched() throws Exception {
        assertThat(admin.listTopics().names().get()).containsExactly(NOT_OURS.topic());
        assertThat(admin.listGroups().all().get()).isEmpty();
        assertThat(offset(OffsetSpec.earliest())).isZero();
        assertThat(offset(OffsetSpec.latest())).isEqualTo(1);
    }

    private static long offset(OffsetSpec spec) throws Exception {
        return admin.listOffsets(Map.of(NOT_OURS, spec))
                .partitionResult(NOT_OURS)
                .get()
                .offset();
    }

    @Test
    void onAClusterOfOthersTheLossIsFound() {
        ExperimentOutcome outcome = run("data-loss", "load.duration=5s");

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
    }

    @Test
    void deletedRecordsAreThoseOfTheRunsOwnTopic() {
        JsonNode result = run("delete-records").result().path("runs").path(0);

        assertThat(result.path("topic").asText()).isNotEqualTo(NOT_OURS.topic());
        assertThat(result.path("partitions").path(0).path("logStartOffset").asLong())
                .as("records were deleted")
                .isPositive();
        assertThat(result.path("evidenceFaults")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivery-timeout", "buffer-exhausted", "not-sent", "acks-1"})
    void faultsOfBrokersThatAreNotTheLabsAreRefusedBeforeAnythingIsStarted(String experiment) {
        assertThatThrownBy(() -> run(experiment))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageMatching(
                        "faults: '(kill|pause) .*' cannot be done to a cluster that is already there; run without"
                                + " --bootstrap-servers");
        assertThat(dir.resolve(experiment)).doesNotExist();
    }

    /** As SIGKILL leaves it: the note, the topic, and a group whose member never said goodbye. */
    @Test
    void whatAKilledRunLeftIsRemovedByTheNextStart() throws Exception {
        ProcessRegistry registry = new ProcessRegistry(dir.resolve("state"));
        String topic = "load-events-killedrun1";
        String group = "slow-consumer-group-killedrun1";
        LabSession killed = registry.open(ProcessRegistry.Kind.RUN, "losslab run data-loss");
        killed.noteTraces(new ForeignTraces(
                foreign.bootstrapServers(),
                null,
                "killedrun1",
                List.of(topic),
                List.of(group, "never-joined-killedrun1")));
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        Map<String, Object> config = new HashMap<>(foreign.clientProperties());
        config.put("group.id", group);
        try (KafkaConsumer<byte[], byte[]> member =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            member.subscribe(List.of(topic));
            Awaitility.await().until(() -> {
                member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
            });
            killed.close(); // what is left of it is the note

            List<String> said = new ArrayList<>();
            registry.entries().forEach(entry -> said.addAll(registry.end(entry)));

            assertThat(said)
                    .containsExactly("removed a leftover: topics " + topic + " and groups " + group
                            + ", never-joined-killedrun1 on the cluster at " + foreign.bootstrapServers()
                            + " of `losslab run data-loss`");
            assertThat(registry.entries()).isEmpty();
        }
    }

    private static ExperimentOutcome run(String experiment, String... sets) {
        return new ExperimentRunner(new QuietListener())
                .run(new RunRequest(
                        experiment,
                        List.of(sets),
                        dir.resolve(experiment),
                        new PlaceChoice.Existing(foreign.bootstrapServers(), null),
                        RunRequest.Afterwards.NOTHING,
                        HOME.root(),
                        "losslab run " + experiment));
    }
}
