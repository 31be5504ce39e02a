package io.losslab.lab.check.verdict;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.GroupAccounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment expects of one group in every run.
 *
 * @param numbers by the field of {@code result.json} they bind
 * @param outcomes by outcome: the number of records it binds
 * @param causes the only causes that losses may have; null when any may occur
 */
public record GroupExpectation(
        String group,
        Map<String, Comparison> numbers,
        Map<Outcome, Comparison> outcomes,
        @Nullable Set<Outcome> causes) {
    /** The fields that can be bound. */
    public static final List<String> FIELDS = List.of(
            "processed",
            "lost",
            "ackedLost",
            "duplicates",
            "redelivered",
            "outOfOrder",
            "corrupt",
            "misrouted",
            "inFlight");

    /**
     * @param prefix names the run where there are several; may be empty
     */
    List<ExpectationResult> judge(String prefix, GroupAccounts accounts) {
        List<ExpectationResult> results = new ArrayList<>();
        for (String field : FIELDS) {
            Comparison comparison = numbers.get(field);
            if (comparison != null) {
                long value = value(field, accounts);
                results.add(new ExpectationResult(
                        prefix + group + ": " + field + " " + comparison + " (is " + value + ")",
                        comparison.holds(value)));
            }
        }
        outcomes.forEach((outcome, comparison) -> {
            long value = accounts.outcomes().getOrDefault(outcome, 0L);
            results.add(new ExpectationResult(
                    prefix + group + ": " + outcome.code() + " " + comparison + " (is " + value + ")",
                    comparison.holds(value)));
        });
        if (causes != null) {
            Set<String> found = new TreeSet<>();
            accounts.lostByCause().keySet().stream()
                    .filter(cause -> !causes.contains(cause))
                    .forEach(cause -> found.add(cause.code()));
            String allowed = causes.stream().map(Outcome::code).sorted().collect(Collectors.joining(", "));
            results.add(new ExpectationResult(
                    prefix + group + ": every loss is " + allowed
                            + (found.isEmpty() ? "" : " (also found: " + String.join(", ", found) + ")"),
                    found.isEmpty()));
        }
        return results;
    }

    private static long value(String field, GroupAccounts accounts) {
        return switch (field) {
            case "processed" -> accounts.processed();
            case "lost" -> accounts.lost();
            case "ackedLost" -> accounts.ackedLost();
            case "duplicates" -> accounts.duplicates();
            case "outOfOrder" -> accounts.outOfOrder();
            case "corrupt" -> accounts.corrupt();
            case "inFlight" -> accounts.inFlight();
            case "redelivered" -> accounts.redelivered();
            case "misrouted" -> accounts.misrouted();
            default -> throw new IllegalArgumentException(field);
        };
    }
}
