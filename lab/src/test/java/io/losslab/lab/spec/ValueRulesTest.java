package io.losslab.lab.spec;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueRulesTest {
    private static final String MINIMAL = """
            name: mine
            title: My own
            load: {tps: 100, duration: 1s}
            consumers: {a: {app: slow-consumer}}
            """;

    private final ExperimentLoader loader = new ExperimentLoader();

    private Variant.Plan load(String yaml, String... sets) {
        return Variant.of(loader.load(YamlDocument.parse("mine.yaml", yaml), List.of(sets)), loader);
    }

    @ParameterizedTest
    @ValueSource(strings = {"faults: &f [*f, *f]", "description: &d text\ncompare: *d", "faults: &f\n  - &g [*g]"})
    void aliasesAreRefusedAtTheirPlace(String line) {
        assertThatThrownBy(() -> load(MINIMAL + line))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageMatching("mine\\.yaml:[56]:.*is an alias; allowed: the value itself, written out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"010", "-010", "0o10", "0x10", "0b11", "1_000", "1:30", "00"})
    void numbersThatReadersTakeDifferentlyAreRefused(String number) {
        assertThatThrownBy(() -> load(MINIMAL.replace("tps: 100", "tps: " + number)))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageStartingWith("mine.yaml:3:13: '" + number + "' is read as different numbers")
                .hasMessageContaining("allowed");
        assertThatThrownBy(() -> load(MINIMAL, "load.tps=" + number))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageStartingWith("--set load.tps:")
                .hasMessageContaining("'" + number + "'");
    }

    @Test
    void textInQuotesAndPlainNumbersAreTaken() {
        assertThatCode(() -> load(MINIMAL + "description: '010'\nseed: 0\n", "load.tps=10", "load.producer.acks='0'"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            load.duration=99999999h                                | load.duration: '99999999h' is too long; allowed: at most 168h
            load.duration=169h                                     | load.duration: '169h' is too long
            load.duration=999999999h                               | load.duration: '999999999h' is too long
            drain.timeout=99999999h                                | drain.timeout: '99999999h' is too long
            load.valueBytes=999999999999999GiB                     | load.valueBytes: '999999999999999GiB' is too large
            load.valueBytes=10GiB                                  | load.valueBytes: '10GiB' is too large
            topic.config.retention.bytes=999999999999999GiB        | topic.config.retention.bytes: '999999999999999GiB' is too
            topic.config.retention.ms=999999999h                   | topic.config.retention.ms: '999999999h' is too long
            load.producer.linger.ms=999999999h                     | load.producer.linger.ms: '999999999h' is too long
            faults=[{kind: kill, target: producer, at: 99999999h}] | faults.0.at: '99999999h' is too long
            vary={load.tps: 5}                                     | vary.load.tps: '5' is not allowed; allowed: A list of 1 to
            vary={load.tps: []}                                    | vary.load.tps: '[]' is not allowed; allowed: A list of 1 to
            vary={load.tps: [0]}                                   | load.tps: '0' is not allowed; allowed: a whole number
            vary={load.tps: [[1]]}                                 | load.tps: '[1]' is not allowed; allowed: a whole number
            vary={load.tps: [~]}                                   | load.tps: 'null' is not allowed; allowed: a whole number
            vary={load.tps: [1, 1]}                                | vary.load.tps: '1' is there twice; allowed
            vary={vary: {vary: [1]}}                               | vary.vary: 'vary' is nothing that a run can differ in
            vary={name: [a, b]}                                    | vary.name: 'name' is nothing that a run can differ in
            vary={trials: [1, 2]}                                  | vary.trials: 'trials' is nothing that a run can differ in
            vary={settings: {x: {expect.a.lost: 0}}}               | vary.settings: 'expect.a.lost' is nothing that
            vary={load.duration: [99999999h]}                      | load.duration: '99999999h' is too long
            vary={load.nonsense: [1]}                              | unknown key 'nonsense' in load; allowed: tps
            vary={settings: [1]}                                   | vary.settings: allowed: names
            load.keys=1000001                                      | load.keys: '1000001' is not allowed; allowed: a whole
            """)
    void aValueThatCannotBeIsNamedWithItsKeyAndWhatIsAllowed(String set, String message) {
        assertThatThrownBy(() -> load(MINIMAL, set))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining(message)
                .hasMessageContaining("allowed")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name="mine\\n"                                               | name: has the control character U+000A
            title="a\\nb"                                                | title: has the control character U+000A
            title="a\\e[2Kb"                                             | title: has the control character U+001B
            title="a\\x9b2Kb"                                            | title: has the control character U+009B
            description="a\\rb"                                          | description: has the control character U+000D
            consumers.a.group="x\\n"                                     | consumers.a.group: has the control character U+000A
            faults=[{kind: kill, target: "producer\\n", at: 1s}]         | faults.0.target: has the control character U+000A
            topic.config={"retention.ms\\n": 5}                          | the key has the control character U+000A
            topic.config.retention.ms="5\\n"                             | topic.config.retention.ms: has the control
            load.duration="1s\\n"                                        | load.duration: has the control character U+000A
            vary={load.tps: {"a\\n": 1}}                                 | the key has the control character U+000A
            """)
    void textIsOneLineWithoutControlCharacters(String set, String message) {
        assertThatThrownBy(() -> load(MINIMAL, set))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessageContaining(message);
    }

    @Test
    void aDescriptionMayHaveSeveralLines() {
        assertThatCode(() -> load(MINIMAL + "description: |\n  one\n  two\n")).doesNotThrowAnyException();
    }
}
