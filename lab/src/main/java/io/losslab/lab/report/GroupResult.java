package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.OutcomeCatalogue;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The account of one consumer group in one run. */
record GroupResult(String name, JsonNode json) {
    OptionalLong count(String... path) {
        return RunResult.count(json, path);
    }

    OptionalDouble number(String... path) {
        return RunResult.number(json, path);
    }

    OptionalLong lost() {
        return count("lost");
    }

    Optional<Instant> firstLossAt() {
        return RunResult.instant(json.path("firstLossAt"));
    }

    /** Every outcome by its code, as the verdict has it; sums to what was intended. */
    Map<String, Long> outcomes() {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        json.path("outcomes").fields().forEachRemaining(outcome -> {
            if (outcome.getValue().canConvertToLong() && outcome.getValue().isNumber()) {
                outcomes.put(Texts.plain(outcome.getKey()), outcome.getValue().asLong());
            }
        });
        return outcomes;
    }

    /** What more there is to say of records that are not lost, such as what blocks them; empty when nothing. */
    String keptDetails() {
        StringBuilder details = new StringBuilder();
        for (JsonNode detail : json.path("keptDetails")) {
            details.append(", ")
                    .append(Texts.count(detail.path("count").asLong()))
                    .append(" of them ")
                    .append(Texts.plain(detail.path("detail").asText()));
        }
        return details.toString();
    }

    /** Codes of what may have been lost and did occur, the most frequent first. */
    List<String> causes() {
        return outcomes().entrySet().stream()
                .filter(outcome -> outcome.getValue() > 0 && OutcomeCatalogue.mayBeLoss(outcome.getKey()))
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
