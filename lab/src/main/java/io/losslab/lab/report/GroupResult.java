package io.losslab.lab.report;

import io.losslab.contract.OutcomeCatalogue;
import io.losslab.contract.result.GroupEntry;
import io.losslab.contract.result.Percentiles;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** The account of one consumer group in one run. */
record GroupResult(String name, GroupEntry entry) {
    OptionalLong lost() {
        return RunResult.known(entry.lost());
    }

    OptionalLong ackedLost() {
        return RunResult.known(entry.ackedLost());
    }

    OptionalLong processed() {
        return RunResult.known(entry.processed());
    }

    OptionalLong inFlight() {
        return RunResult.known(entry.inFlight());
    }

    OptionalLong unexplained() {
        return RunResult.known(entry.unexplained());
    }

    OptionalLong duplicates() {
        return RunResult.known(entry.duplicates());
    }

    OptionalDouble endToEndLatency(Function<Percentiles, Double> point) {
        return RunResult.known(entry.endToEndLatencyMs(), point);
    }

    Optional<Instant> firstLossAt() {
        return RunResult.instant(entry.firstLossAt());
    }

    /** Every outcome by its code, as the verdict has it; sums to what was intended. */
    Map<String, Long> outcomes() {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        RunResult.orEmpty(entry.outcomes()).forEach((code, count) -> {
            if (count != null) {
                outcomes.put(Texts.plain(code), count);
            }
        });
        return outcomes;
    }

    /** What more there is to say of records that are not lost, such as what blocks them; empty when nothing. */
    String keptDetails() {
        StringBuilder details = new StringBuilder();
        for (GroupEntry.KeptDetail detail : RunResult.orEmpty(entry.keptDetails())) {
            details.append(", ")
                    .append(Texts.count(RunResult.known(detail.count())))
                    .append(" of them ")
                    .append(Texts.plain(Objects.requireNonNullElse(detail.detail(), "")));
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
