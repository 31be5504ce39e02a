package io.losslab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a stranger: none of these may reach a client or a broker. */
class ReservedSettingsTest {
    private static final String MINIMAL = """
            name: mine
            title: My own
            load: {tps: 100, duration: 1s}
            consumers: {a: {app: slow-consumer}}
            """;

    private final ExperimentLoader loader = new ExperimentLoader();

    private ExperimentSpec load(String yaml, String... sets) {
        return loader.load(YamlDocument.parse("mine.yaml", yaml), List.of(sets));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load.producer.bootstrap.servers=evil.example:9092",
                "load.producer.security.protocol=SASL_PLAINTEXT",
                "load.producer.security.providers=evil.Provider",
                "load.producer.sasl.mechanism=PLAIN",
                "load.producer.sasl.jaas.config=evil.Module required;",
                "load.producer.sasl.oauthbearer.token.endpoint.url=http://evil.example",
                "load.producer.sasl.kerberos.kinit.cmd=/tmp/evil",
                "load.producer.sasl.login.connect.timeout.ms=5",
                "load.producer.ssl.truststore.location=/etc/passwd",
                "load.producer.ssl.endpoint.identification.algorithm=''",
                "load.producer.ssl.enabled.protocols=TLSv1.1",
                "load.producer.client.dns.lookup=resolve_canonical_bootstrap_servers_only",
                "load.producer.config.providers=file",
                "load.producer.config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider",
                "load.producer.interceptor.classes=evil.Interceptor",
                "load.producer.key.serializer=evil.Serializer",
                "load.producer.value.serializer=evil.Serializer",
                "load.producer.partitioner.class=evil.Partitioner",
                "load.producer.metric.reporters=evil.Reporter",
                "load.producer.transactional.id=somebody-elses",
                "load.producer.topic=somebody-elses",
                "load.producer.connector=evil",
                "load.producer.kafka-configuration=evil",
                "consumers.a.config.bootstrap.servers=evil.example:9092",
                "consumers.a.config.sasl.client.callback.handler.class=evil.Handler",
                "consumers.a.config.interceptor.classes=evil.Interceptor",
                "consumers.a.config.value.deserializer=evil.Deserializer",
                "consumers.a.config.partition.assignment.strategy=evil.Assignor",
                "consumers.a.config.partition.assignment.strategy="
                        + "org.apache.kafka.clients.consumer.RangeAssignor,evil.Assignor",
                "consumers.a.config.group.id=somebody-elses",
                "consumers.a.config.topics=somebody-elses",
                "consumers.a.config.topic=somebody-elses",
                "consumers.a.config.failure-strategy=dead-letter-queue",
                "consumers.a.config.failure-strategy=delayed-retry-topic",
                "consumers.a.config.dead-letter-queue.topic=somebody-elses",
                "consumers.a.config.dead-letter-queue.bootstrap.servers=evil.example:9092",
                "consumers.a.config.dead-letter-queue.value.serializer=evil.Serializer",
                "consumers.a.config.commit-strategy=checkpoint",
                "consumers.a.config.commit-strategy=evil",
                "consumers.a.config.checkpoint.state-store=evil",
                "consumers.a.config.health-enabled=false",
                "consumers.a.config.client-id-prefix=evil",
                "consumers.a.config.kafka-configuration=evil",
                "consumers.a.config.cloud-events=true",
                "consumers.a.config.key-deserialization-failure-handler=evil",
                "consumers.a.config.consumer-rebalance-listener.name=evil",
                "consumers.a.config.assign-seek='0:5'",
                "consumers.a.config.connector=evil",
                "cluster.config.authorizer.class.name=evil.Authorizer",
                "cluster.config.metric.reporters=evil.Reporter",
                "cluster.config.kafka.metrics.reporters=evil.Reporter",
                "cluster.config.listeners=PLAINTEXT://0.0.0.0:9092",
                "cluster.config.listener.name.plaintext.sasl.jaas.config=evil.Module required;",
                "cluster.config.log.dirs=/home",
                "cluster.config.metadata.log.dir=/home",
                "cluster.config.plugin.path=/tmp/evil",
                "cluster.config.remote.log.storage.manager.class.path=/tmp/evil.jar",
                "cluster.config.ssl.keystore.location=/etc/passwd",
                "cluster.config.config.providers=file",
                "cluster.config.alter.config.policy.class.name=evil.Policy",
                "cluster.config.replica.selector.class=evil.Selector",
                "cluster.config.super.users=User:evil",
                "cluster.config.broker.rack=${env:HOME}",
            })
    void whereAClientConnectsAndWhatIsLoadedAreNotForAnExperiment(String set) {
        String key = set.substring(0, set.indexOf('='));
        assertThatThrownBy(() -> load(MINIMAL, set))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageStartingWith("mine.yaml:")
                .hasMessageContaining(": " + key + ": ")
                .hasMessageContaining("allowed")
                .hasMessageNotContaining("\n");
    }

    @Test
    void inAFileTheLineIsNamed() {
        String yaml = MINIMAL.replace("consumers: {a: {app: slow-consumer}}", """
                consumers:
                  a:
                    app: slow-consumer
                    config:
                      max.poll.records: 5
                      security.protocol: SASL_PLAINTEXT
                """);

        assertThatThrownBy(() -> load(yaml))
                .hasMessageStartingWith("mine.yaml:9:7: consumers.a.config.security.protocol: is decided by the place");
    }

    @Test
    void aVariantDoesNotGetAroundIt() {
        String yaml = MINIMAL + "vary: {load.producer.bootstrap.servers: ['evil.example:1', 'evil.example:2']}\n";
        ExperimentSpec spec = load(yaml);
        assertThatThrownBy(() -> Variant.of(spec, loader))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("load.producer.bootstrap.servers: is decided by the place");

        String settings = MINIMAL + "vary: {settings: {x: {consumers.a.config.interceptor.classes: evil.Class}}}\n";
        ExperimentSpec second = load(settings);
        assertThatThrownBy(() -> Variant.of(second, loader)).hasMessageContaining("interceptor.classes: takes a list");
    }

    /** By Kafka's own types, so that what a new release brings is refused, too. */
    static Stream<Map.Entry<String, ConfigDef.ConfigKey>> whatTakesMoreThanANumber() {
        return Stream.of(
                        Map.entry("load.producer", ProducerConfig.configDef()),
                        Map.entry("consumers.a.config", ConsumerConfig.configDef()))
                .flatMap(client -> client.getValue().configKeys().values().stream()
                        .filter(key -> Set.of(ConfigDef.Type.CLASS, ConfigDef.Type.LIST, ConfigDef.Type.PASSWORD)
                                .contains(key.type))
                        .map(key -> Map.entry(client.getKey() + "." + key.name, key)));
    }

    @ParameterizedTest
    @MethodSource("whatTakesMoreThanANumber")
    void noClassNoListAndNoSecretOfKafkasIsLetThrough(Map.Entry<String, ConfigDef.ConfigKey> setting) {
        assertThatThrownBy(() -> load(MINIMAL, setting.getKey() + "=evil.Class"))
                .isInstanceOf(LabException.BadInput.class);
    }

    @ParameterizedTest
    @CsvSource({
        "topic.config.retention.ms",
        "load.producer.client.id",
        "load.producer.linger.ms",
        "consumers.a.config.client.rack",
        "consumers.a.deadLetters.config.retention.ms",
        "cluster.config.broker.rack"
    })
    void nothingIsReadFromTheEnvironment(String key) {
        for (String value : List.of("${HOME}", "${file:/etc/passwd:root}", "x${sys:user.name}")) {
            assertThatThrownBy(() -> load(MINIMAL, key + "='" + value + "'"))
                    .isInstanceOf(LabException.BadInput.class)
                    .hasMessageContaining(key);
        }
    }

    @Test
    void whatExperimentsAreAboutCanBeSet() {
        assertThatCode(() -> load(
                        MINIMAL,
                        "load.producer.acks='1'",
                        "load.producer.compression.type=zstd",
                        "load.producer.client.id=mine",
                        "load.producer.close-timeout=500",
                        "load.producer.metadata.recovery.strategy=none",
                        "consumers.a.config.auto.offset.reset=by_duration:PT1H",
                        "consumers.a.config.isolation.level=read_committed",
                        "consumers.a.config.group.instance.id=a-1",
                        "consumers.a.config.partition.assignment.strategy="
                                + "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
                        "consumers.a.config.commit-strategy=latest",
                        "consumers.a.config.failure-strategy=ignore",
                        "consumers.a.config.max-queue-size-factor=1",
                        "consumers.a.config.throttled.unprocessed-record-max-age.ms=0",
                        "consumers.a.config.retry-attempts=-1",
                        "cluster.config.log.cleaner.min.cleanable.ratio=0.01",
                        "cluster.config.auto.leader.rebalance.enable=false",
                        "cluster.config.log.cleanup.policy=compact",
                        "cluster.config.broker.rack=a",
                        "cluster.config.replica.selector.class="
                                + "org.apache.kafka.common.replica.RackAwareReplicaSelector"))
                .doesNotThrowAnyException();
        assertThat(ExperimentCatalog.list()).allSatisfy(entry -> assertThatCode(
                        () -> Variant.of(loader.load(ExperimentCatalog.find(entry.name()), List.of()), loader))
                .doesNotThrowAnyException());
    }
}
