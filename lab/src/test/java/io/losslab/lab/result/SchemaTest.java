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
        assertThat(words(EXPECTATION.at("/outcomes/propertyNames/enum"))).isEqualTo(OutcomeCatalogue.codes());
    }

    @Test
    void causesAreTheOutcomesThatCanBeLosses() {
        assertThat(words(EXPECTATION.at("/causes/items/enum"))).isEqualTo(OutcomeCatalogue.causes());
    }

    @Test
    void anAppOfAConsumerIsAServiceThatConsumes() {
        assertThat(words(SCHEMA.findValue("app").path("enum")))
                .isEqualTo(ServiceCatalogue.consumers().stream()
                        .map(ServiceDescriptor::name)
                        .toList());
    }

    @Test
    void faultsAreAllKindsButTheStartThatStartAtIs() {
        assertThat(words(SCHEMA.at("/properties/faults/items/properties/kind/enum")))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ActKind.values())
                        .filter(kind -> kind != ActKind.START)
                        .map(ActKind::code)
                        .toList());
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
