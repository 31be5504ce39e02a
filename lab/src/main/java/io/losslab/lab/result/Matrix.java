package io.losslab.lab.result;

import io.losslab.contract.result.GroupEntry;
import io.losslab.contract.result.MatrixEntry;
import io.losslab.contract.result.RunEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * {@code matrix} in {@code result.json}: what each combination of the varied values came to, next to what was promised of
 * it. Trials of one combination are one cell; of several groups the one that lost most speaks for the cell.
 */
final class Matrix {
    private Matrix() {}

    /**
     * @param runs of {@code result.json}
     * @return empty when fewer than two things are varied, or nothing is promised
     */
    static Optional<MatrixEntry> of(List<RunEntry> runs) {
        if (runs.isEmpty() || varied(runs.get(0)).size() < 2 || runs.stream().allMatch(run -> run.promise() == null)) {
            return Optional.empty();
        }
        Map<Map<String, String>, List<RunEntry>> trials = new LinkedHashMap<>();
        runs.forEach(run ->
                trials.computeIfAbsent(varied(run), v -> new ArrayList<>()).add(run));
        List<MatrixEntry.Cell> cells = new ArrayList<>();
        trials.forEach((varied, cell) -> cells.add(cell(varied, cell)));
        return Optional.of(new MatrixEntry(List.copyOf(varied(runs.get(0)).keySet()), cells));
    }

    private static Map<String, String> varied(RunEntry run) {
        return run.varied() == null ? Map.of() : run.varied();
    }

    private static MatrixEntry.Cell cell(Map<String, String> varied, List<RunEntry> trials) {
        List<RunEntry.Produced> produced =
                trials.stream().map(RunEntry::produced).filter(Objects::nonNull).toList();
        List<GroupEntry> worst =
                trials.stream().map(Matrix::worst).flatMap(Optional::stream).toList();
        Map<String, Long> outcomes = new LinkedHashMap<>();
        worst.forEach(group -> Objects.requireNonNull(group.outcomes())
                .forEach((code, count) -> outcomes.merge(code, count, Long::sum)));
        RunEntry.Promise promise = trials.get(0).promise();
        return new MatrixEntry.Cell(
                varied,
                trials.size(),
                sum(produced, RunEntry.Produced::acked),
                sum(produced, run -> Objects.requireNonNull(run.intended()) - Objects.requireNonNull(run.acked())),
                sum(worst, GroupEntry::ackedLost),
                sum(worst, GroupEntry::lost),
                sum(worst, GroupEntry::duplicates),
                sum(worst, GroupEntry::outOfOrder),
                sum(worst, GroupEntry::unexplained),
                outcomes,
                promise == null ? null : promise.says(),
                trials.stream()
                        .allMatch(run -> run.promise() == null
                                || Objects.requireNonNull(run.promise().held())));
    }

    private static <T> long sum(List<T> all, ToLongFunction<T> value) {
        return all.stream().mapToLong(value).sum();
    }

    /** The first of those that lost most. */
    private static Optional<GroupEntry> worst(RunEntry run) {
        GroupEntry worst = null;
        for (GroupEntry group :
                run.groups() == null ? List.<GroupEntry>of() : run.groups().values()) {
            if (worst == null
                    || Objects.requireNonNull(group.ackedLost()) > Objects.requireNonNull(worst.ackedLost())) {
                worst = group;
            }
        }
        return Optional.ofNullable(worst);
    }
}
