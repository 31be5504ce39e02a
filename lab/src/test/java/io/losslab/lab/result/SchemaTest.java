package io.losslab.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.losslab.contract.OutcomeCatalogue;
import io.losslab.contract.service.ServiceCatalogue;
import io.losslab.contract.service.ServiceDescriptor;
import io.losslab.lab.act.ActKind;
import io.losslab.lab.check.verdict.GroupExpectation;
import io.losslab.lab.spec.ExperimentLoader;
import io.losslab.lab.spec.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schema of experiment files allows what the code understands, and nothing else. */
class SchemaTest {
    private static final JsonNode SCHEMA = schema();
    private static final JsonNode EXPECTATION = SCHEMA.at("/$defs/expectation/properties");

    private static JsonNode schema() {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/experiments/experiment.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    @Test
    void eachNumberThatCanBeExpectedIsAllowed() {
        List<String> fields = new ArrayList<>(GroupExpectation.FIELDS);
        fields.addAll(List.of("causes", "outcomes"));

        assertThat(EXPECTATION.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(fields);
    }

    @Test
    void outcomesAreThoseOfTheCatalogueInItsOrder() {
        assertThat(words(EXPECTATION.at("/outcomes/propertyNames/enum")))
                .as("experiment.schema.json, codes of expect.NAME.outcomes: those of Outcome, in its order")
                .isEqualTo(OutcomeCatalogue.codes());
    }

    @Test
    void causesAreTheOutcomesThatCanBeLosses() {
        assertThat(words(EXPECTATION.at("/causes/items/enum")))
                .as(
                        "experiment.schema.json, codes of expect.NAME.causes: those of Outcome that can be losses, in its order")
                .isEqualTo(OutcomeCatalogue.causes());
    }

    @Test
    void anAppOfAConsumerIsAServiceThatConsumes() {
        assertThat(words(SCHEMA.findValue("app").path("enum")))
                .as("experiment.schema.json, words of consumers.NAME.app: the consumers of services.json, in its order")
                .isEqualTo(ServiceCatalogue.consumers().stream()
                        .map(ServiceDescriptor::name)
                        .toList());
    }

    @Test
    void faultsAreAllKindsButTheStartThatStartAtIs() {
        assertThat(words(SCHEMA.at("/properties/faults/items/properties/kind/enum")))
                .as("experiment.schema.json, words of faults.N.kind: the codes of ActKind")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ActKind.values())
                        .filter(kind -> kind != ActKind.START)
                        .map(ActKind::code)
                        .toList());
    }

    @Test
    void whatAFaultGoesToIsAWordOfSomeKindOrAnOffset() {
        String pattern =
                SCHEMA.at("/properties/faults/items/properties/to/pattern").asText();
        List<String> allowed = List.of(pattern.replaceAll("^\\^\\(|\\)\\$$", "").split("\\|"));
        List<String> words = Arrays.stream(ActKind.values())
                .flatMap(kind -> kind.to().stream())
                .distinct()
                .toList();

        assertThat(allowed)
                .as("experiment.schema.json, pattern of faults.N.to: the words of all kinds in ActKind, and an offset")
                .contains("[0-9]{1,18}")
                .filteredOn(word -> !word.startsWith("["))
                .containsExactlyInAnyOrderElementsOf(words);
    }

    @Test
    void deliveriesAgainAndFromElsewhereCanBeExpected() {
        String yaml = """
                name: mine
                title: My own
                load: {tps: 100, duration: 1s}
                consumers: {a: {app: slow-consumer}}
                expect: {a: {redelivered: 0, misrouted: 0}}
                """;

        assertThat(Expectations.of(new ExperimentLoader().load(YamlDocument.parse("mine.yaml", yaml), List.of())))
                .singleElement()
                .satisfies(expected -> assertThat(expected.numbers()).containsOnlyKeys("redelivered", "misrouted"));
    }
}
