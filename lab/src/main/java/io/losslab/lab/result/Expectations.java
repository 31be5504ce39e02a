package io.losslab.lab.result;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.Outcome;
import io.losslab.lab.check.verdict.Comparison;
import io.losslab.lab.check.verdict.GroupExpectation;
import io.losslab.lab.spec.ExperimentSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The {@code expect} part of a spec as the checker takes it. */
final class Expectations {
    private Expectations() {}

    /** What must be true of every run. */
    static List<GroupExpectation> of(ExperimentSpec spec) {
        return of(spec, spec.expect());
    }

    /**
     * @param expect by the name of a consumer
     */
    static List<GroupExpectation> of(ExperimentSpec spec, Map<String, JsonNode> expect) {
        List<GroupExpectation> expectations = new ArrayList<>();
        expect.forEach((name, expected) -> {
            Map<String, Comparison> numbers = new LinkedHashMap<>();
            for (String field : GroupExpectation.FIELDS) {
                if (expected.has(field)) {
                    numbers.put(field, Comparison.parse(expected.get(field).asText()));
                }
            }
            Map<Outcome, Comparison> outcomes = new EnumMap<>(Outcome.class);
            expected.path("outcomes")
                    .fields()
                    .forEachRemaining(entry -> outcomes.put(
                            Outcome.of(entry.getKey()).orElseThrow(),
                            Comparison.parse(entry.getValue().asText())));
            Set<Outcome> causes = null;
            if (expected.has("causes")) {
                causes = EnumSet.noneOf(Outcome.class);
                for (JsonNode code : expected.get("causes")) {
                    causes.add(Outcome.of(code.asText()).orElseThrow());
                }
            }
            expectations.add(new GroupExpectation(
                    Objects.requireNonNull(spec.consumers().get(name)).group(), numbers, outcomes, causes));
        });
        return expectations;
    }
}
