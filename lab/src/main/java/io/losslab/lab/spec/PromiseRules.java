package io.losslab.lab.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the schema cannot say of promises: they speak of what is varied, and of consumers that are there. */
final class PromiseRules {
    private PromiseRules() {}

    static Optional<FaultRules.Problem> problem(ExperimentSpec spec) {
        for (int i = 0; i < spec.promises().size(); i++) {
            Promise promise = spec.promises().get(i);
            String path = "promises." + i;
            for (Map.Entry<String, List<String>> condition : promise.when().entrySet()) {
                String text = problem(spec, condition.getKey(), condition.getValue());
                if (text != null) {
                    return Optional.of(new FaultRules.Problem(
                            "/promises/" + i + "/when/" + YamlDocument.escape(condition.getKey()),
                            path + ".when." + condition.getKey() + ": " + text));
                }
            }
            for (String name : promise.expect().keySet()) {
                if (!spec.consumers().containsKey(name)) {
                    return Optional.of(new FaultRules.Problem(
                            "/promises/" + i + "/expect/" + name,
                            path + ".expect." + name + ": no such consumer; allowed: "
                                    + String.join(", ", spec.consumers().keySet())));
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable String problem(ExperimentSpec spec, String key, List<String> values) {
        JsonNode varied = spec.vary().get(key);
        if (varied == null) {
            return spec.vary().isEmpty()
                    ? "nothing is varied, so nothing can be promised of a variant; without variants set promises=[], too"
                    : "is not varied; allowed: " + String.join(", ", spec.vary().keySet());
        }
        List<String> choices = new ArrayList<>();
        if (varied.isObject()) {
            varied.fieldNames().forEachRemaining(choices::add);
        } else {
            varied.forEach(value -> choices.add(value.asText()));
        }
        return values.stream()
                .filter(value -> !choices.contains(value))
                .findFirst()
                .map(value -> "'" + value + "' is none of its values; allowed: " + String.join(", ", choices))
                .orElse(null);
    }
}
