package io.losslab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentLoaderTest {
    private static final String MINIMAL = """
            name: mine
            title: My own
            load: {tps: 100, duration: 1.5s}
            consumers: {a: {app: slow-consumer}}
            """;

    private final ExperimentLoader loader = new ExperimentLoader();

    private ExperimentSpec load(String yaml, String... sets) {
        return loader.load(YamlDocument.parse("mine.yaml", yaml), List.of(sets));
    }

    @Test
    void everyBundledExperimentLoads() {
        for (ExperimentCatalog.Entry entry : ExperimentCatalog.list()) {
            ExperimentSpec spec = loader.load(ExperimentCatalog.find(entry.name()), List.of());
            assertThat(spec.name()).isEqualTo(entry.name());
            assertThat(spec.title()).isEqualTo(entry.title());
        }
    }

    @Test
    void everyBundledFileIsInTheCatalog() throws IOException {
        List<String> files;
        try (Stream<Path> found = Files.list(Path.of("src", "main", "resources", "experiments"))) {
            files = found.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .toList();
        }

        assertThat(ExperimentCatalog.list())
                .as("names in ExperimentCatalog, one for each file in lab/src/main/resources/experiments")
                .extracting(ExperimentCatalog.Entry::name)
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void dataLossBitesByDefault() {
        ExperimentSpec spec = loader.load(ExperimentCatalog.find("data-loss"), List.of());

        assertThat(spec.topic().partitions()).isEqualTo(1);
        assertThat(spec.topic().number("retention.bytes")).isEqualTo(10 << 20);
        assertThat(spec.topic().number("segment.bytes")).isEqualTo(1 << 20);
        assertThat(spec.load().tps()).isEqualTo(5_000);
        assertThat(spec.load().valueBytes()).isEqualTo(1_024);
        assertThat(spec.consumers().get("slow").delay()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void noLossDiffersFromDataLossInRetentionOnly() {
        ExperimentSpec loss = loader.load(ExperimentCatalog.find("data-loss"), List.of());
        ExperimentSpec none = loader.load(ExperimentCatalog.find("no-loss"), List.of());

        assertThat(none.topic().number("retention.bytes")).isEqualTo(1 << 30);
        assertThat(none.load()).isEqualTo(loss.load());
        assertThat(none.consumers()).isEqualTo(loss.consumers());
        assertThat(none.drain()).isEqualTo(loss.drain());
        assertThat(none.cluster()).isEqualTo(loss.cluster());
    }

    @Test
    void defaultsAreFilledIn() {
        ExperimentSpec spec = load(MINIMAL);

        assertThat(spec.load().duration()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(spec.load().valueBytes()).isEqualTo(1_024);
        assertThat(spec.consumers().get("a").group()).isEqualTo("slow-consumer-group");
        assertThat(spec.drain().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(spec.trials()).isEqualTo(1);
    }

    @Test
    void setReachesIntoKafkaSettingsWhoseNamesHaveDots() {
        ExperimentSpec spec = load(
                MINIMAL,
                "topic.config.retention.bytes=5MiB",
                "topic.config.retention.ms=1m",
                "consumers.a.config.max.poll.records=10",
                "load.producer.acks=1");

        assertThat(spec.topic().config())
                .containsEntry("retention.bytes", "5242880")
                .containsEntry("retention.ms", "60000");
        assertThat(spec.consumers().get("a").config()).containsEntry("max.poll.records", "10");
        assertThat(spec.load().producer()).containsEntry("acks", "1");
    }

    @Test
    void everyCombinationIsAVariantAndTrialsAreInterleaved() {
        ExperimentSpec spec =
                load(MINIMAL + "trials: 2\nvary: {load.producer.acks: [0, all], topic.partitions: [1, 3]}\n"
                        + "expect: {a: {lost: 0}}\n");

        assertThat(Variant.of(spec, loader).variants())
                .extracting(v -> v.name() + "#" + v.trial())
                .containsExactly(
                        "acks=0,partitions=1#1",
                        "acks=0,partitions=3#1",
                        "acks=all,partitions=1#1",
                        "acks=all,partitions=3#1",
                        "acks=0,partitions=1#2",
                        "acks=0,partitions=3#2",
                        "acks=all,partitions=1#2",
                        "acks=all,partitions=3#2");
    }

    @Test
    void whatKafkaRefusesIsLeftOutAndSaid() {
        ExperimentSpec spec = load(MINIMAL + "vary: {load.producer.acks: ['1', all],"
                + " topic.config.min.insync.replicas: [1, 2], load.producer.enable.idempotence: [true, false]}\n");

        Variant.Plan plan = Variant.of(spec, loader);

        assertThat(plan.variants())
                .extracting(Variant::name)
                .containsExactly(
                        "acks=1,minISR=1,idempotence=false",
                        "acks=1,minISR=2,idempotence=false",
                        "acks=all,minISR=1,idempotence=true",
                        "acks=all,minISR=1,idempotence=false",
                        "acks=all,minISR=2,idempotence=true",
                        "acks=all,minISR=2,idempotence=false");
        assertThat(plan.leftOut())
                .containsOnlyKeys("acks=1,minISR=1,idempotence=true", "acks=1,minISR=2,idempotence=true");
        assertThat(plan.leftOut().values()).allMatch(reason -> reason.contains("acks to all"));
    }

    @Test
    void valuesMayHaveNames() {
        ExperimentSpec spec = load(
                MINIMAL + "vary: {faults: {none: [], kill: [{kind: kill, target: broker 1, at: 1s, restart: 1s}]}}\n");

        List<Variant> variants = Variant.of(spec, loader).variants();

        assertThat(variants).extracting(Variant::name).containsExactly("fault=none", "fault=kill");
        assertThat(variants.get(1).spec().faults()).hasSize(1);
        assertThat(variants.get(1).values()).containsEntry("faults", "kill");
    }

    @Test
    void severalValuesMayChangeTogether() {
        ExperimentSpec spec = load(MINIMAL + "vary: {settings: {one: {cluster.brokers: 1, topic.replicationFactor: 1},"
                + " three: {cluster.brokers: 3, topic.replicationFactor: 3}}}\n");

        List<Variant> variants = Variant.of(spec, loader).variants();

        assertThat(variants).extracting(Variant::name).containsExactly("settings=one", "settings=three");
        assertThat(variants)
                .extracting(v ->
                        v.spec().cluster().brokers() + "/" + v.spec().topic().replicationFactor())
                .containsExactly("1/1", "3/3");
        assertThatThrownBy(() -> load(MINIMAL + "vary: {settings: [1, 2]}\n"))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("vary.settings: allowed: names");
    }

    @Test
    void aFaultOfTheListIsReachedByItsPlace() {
        String fault = "faults: [{kind: kill, target: broker 1, at: 1s, restart: 1s, every: 5s}]\n";

        ExperimentSpec spec = load(MINIMAL + fault, "faults.0.times=20");

        assertThat(spec.faults().get(0).repeat().times()).isEqualTo(20);
        assertThatThrownBy(() -> load(MINIMAL + fault, "faults.1.times=20"))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("'1' is no place in the list; allowed: 0 to 0");
    }

    @Test
    void aPromiseSpeaksOfWhatIsVaried() {
        String vary = "vary: {load.producer.acks: ['1', all]}\n";
        String says = "promises: [{says: all is well, expect: {a: {ackedLost: 0}}, when: {%s}}]\n";

        assertThat(load(MINIMAL + vary + says.formatted("load.producer.acks: [all]"))
                        .promises())
                .hasSize(1);
        assertThatThrownBy(() -> load(MINIMAL + vary + says.formatted("load.producer.acks: 2")))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("'2' is none of its values; allowed: 1, all");
        assertThatThrownBy(() -> load(MINIMAL + vary + says.formatted("load.tps: 2")))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("is not varied; allowed: load.producer.acks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    load.tps=0                        | load.tps: '0' is not allowed; allowed: a whole number from 1
                    load.tps=-5                       | load.tps: '-5' is not allowed
                    load.tps=abc                      | load.tps: 'abc' is not allowed
                    load.tps=1000000000000            | load.tps: '1000000000000' is not allowed
                    load.duration=5 parsecs           | load.duration: '5 parsecs' is not allowed
                    load.duration=0s                  | load.duration must be longer than 0
                    load.valueBytes=10                | load.valueBytes 10 is not within 77
                    load.tsp=5                        | unknown key 'tsp' in load; allowed: tps
                    tsp=5                             | unknown key 'tsp'; allowed: name
                    cluster.brokers=10                | cluster.brokers: '10' is not allowed
                    topic.replicationFactor=3         | topic.replicationFactor 3 is more than cluster.brokers 1
                    topic.config.retention.byts=1     | unknown topic setting 'retention.byts' (did you mean
                    topic.config.retention.bytes=1Mib | '1Mib' is not a value of retention.bytes
                    load.producer.acks=7              | Invalid value 7 for configuration acks
                    load.producer.linger.mss=7        | unknown producer setting 'linger.mss'
                    consumers.a.app=other             | 'other' is not allowed; allowed: fast-consumer, slow-consumer
                    expect.b.lost=0                   | expect.b: no such consumer; allowed: a
                    expect.a.lost=many                | expect.a.lost: 'many' is not allowed
                    nonsense                          | expected key=value
                    load.tps.x=1                      | 'tps' is a value and has no keys below it
                    """)
    void aWrongValueIsNamedWithWhatIsAllowed(String set, String message) {
        assertThatThrownBy(() -> load(MINIMAL, set))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void mistakesInAFileAreShownAtTheirLine() {
        assertThatThrownBy(() -> load("name: mine\ntitle: [unclosed\nload: x"))
                .hasMessageStartingWith("mine.yaml:3:")
                .hasMessageContaining("not YAML");
        assertThatThrownBy(() -> load(MINIMAL + "topic:\n  partitons: 3\n"))
                .hasMessage("mine.yaml:6:3: unknown key 'topic.partitons'; allowed: partitions, replicationFactor,"
                        + " config (did you mean 'partitions'?)");
        assertThatThrownBy(() -> load(MINIMAL + "title: twice\n")).hasMessageContaining("mine.yaml:5:");
        assertThatThrownBy(() -> load("title: x\nload: {tps: 1, duration: 1s}\nconsumers: {a: {app: fast-consumer}}"))
                .hasMessageContaining("lacks the key 'name'");
        assertThatThrownBy(() -> load("- a\n- b\n")).hasMessageContaining("not an experiment");
        assertThatThrownBy(() -> load("")).hasMessageContaining("not an experiment");
    }

    @Test
    void twoConsumersCannotShareAGroup() {
        String yaml = MINIMAL.replace(
                "consumers: {a: {app: slow-consumer}}",
                "consumers: {a: {app: slow-consumer}, b: {app: slow-consumer}}");

        assertThatThrownBy(() -> load(yaml)).hasMessageContaining("give it a group of its own");
    }

    @Test
    void unknownExperimentsAreMetWithTheKnown() {
        assertThatThrownBy(() -> ExperimentCatalog.find("data-los"))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("did you mean 'data-loss'?");
        assertThatThrownBy(() -> ExperimentCatalog.find("no/such.yaml")).hasMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @CsvSource({
        "delay: 5ms,.delay: fast-consumer does not understand it; slow-consumer does",
        "failEvery: 10,.failEvery: fast-consumer does not understand it; slow-consumer does"
    })
    void whatAServiceCannotDoIsRefused(String setting, String message) {
        assertThatThrownBy(() -> load("""
                name: mine
                title: My own
                load: {tps: 100, duration: 1s}
                consumers: {a: {app: fast-consumer, %s}}
                """.formatted(setting)))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining("consumers.a" + message);
    }
}
