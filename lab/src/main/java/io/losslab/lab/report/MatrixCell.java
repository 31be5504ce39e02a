package io.losslab.lab.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * What all trials of one combination came to; terminal and page say nothing else of it. A trial is one incident, so the
 * worst of them speaks for the cell: a sum would grow with the number of trials, and could be compared with nothing. In how
 * many trials anything was lost tells the rule from the exception. A promise was held when it was held in each trial. Of
 * several groups the one that lost most speaks for the trial.
 *
 * @param values in the order of rows and columns
 * @param runs their places in {@code runs} of the result
 * @param mostLost in the worst trial, of what was acknowledged where {@code onlyAcknowledged}; null when not measured
 * @param totalLost the same of all trials together; null when not measured
 * @param losing trials in which anything was lost
 * @param mostNotAcked in the worst trial
 * @param causes by code, in the worst trial of each
 */
record MatrixCell(
        List<String> values,
        List<Integer> runs,
        State state,
        Long mostLost,
        Long totalLost,
        int losing,
        boolean onlyAcknowledged,
        long mostNotAcked,
        Map<String, Long> causes,
        List<String> promises,
        List<Expectation> expectations) {

    /** What is known of the promises. */
    enum State {
        /** In every trial. */
        HELD,
        /** In one trial at least. */
        BROKEN,
        /** Evidence is missing in one trial at least, whatever held. */
        INVALID,
        UNJUDGED;

        @JsonValue
        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Expectation(String text, boolean held) {}

    /** One run of the combination. */
    record Trial(int number, RunResult run, List<Expectation> expectations) {
        OptionalLong lost() {
            long worst = 0;
            for (GroupResult group : run.groups().values()) {
                OptionalLong lost = lost(group);
                if (lost.isEmpty()) {
                    return lost;
                }
                worst = Math.max(worst, lost.getAsLong());
            }
            return OptionalLong.of(worst);
        }

        private static OptionalLong lost(GroupResult group) {
            OptionalLong acknowledged = group.ackedLost();
            return acknowledged.isPresent() ? acknowledged : group.lost();
        }

        boolean isOnlyAcknowledged() {
            return run.groups().values().stream()
                    .allMatch(group -> group.ackedLost().isPresent());
        }

        long notAcked() {
            return run.failed().orElse(0) + run.indeterminate().orElse(0);
        }

        boolean isValid() {
            return RunResult.orEmpty(run.entry().evidenceFaults()).isEmpty();
        }

        /** Empty when nothing was promised. */
        String promise() {
            return run.entry().promise() == null || run.entry().promise().says() == null
                    ? ""
                    : Texts.plain(run.entry().promise().says());
        }

        boolean isJudged() {
            return !expectations.isEmpty() || !promise().isEmpty();
        }

        boolean isHeld() {
            return expectations.stream().allMatch(Expectation::held)
                    && (run.entry().promise() == null
                            || !Boolean.FALSE.equals(run.entry().promise().held()));
        }
    }

    static MatrixCell of(List<String> values, List<Trial> trials) {
        Set<String> promises = new LinkedHashSet<>();
        Map<String, Long> causes = new TreeMap<>();
        List<Expectation> expectations = new ArrayList<>();
        for (Trial trial : trials) {
            if (!trial.promise().isEmpty()) {
                promises.add(trial.promise());
            }
            expectations.addAll(trial.expectations());
            trial.run().groups().values().forEach(group -> group.causes()
                    .forEach(code -> causes.merge(code, group.outcomes().get(code), Math::max)));
        }
        boolean measured = trials.stream().allMatch(trial -> trial.lost().isPresent());
        long[] lost = trials.stream().mapToLong(trial -> trial.lost().orElse(0)).toArray();
        return new MatrixCell(
                values,
                trials.stream().map(Trial::number).toList(),
                state(trials),
                measured ? Arrays.stream(lost).max().orElse(0) : null,
                measured ? Arrays.stream(lost).sum() : null,
                (int) Arrays.stream(lost).filter(one -> one > 0).count(),
                trials.stream().allMatch(Trial::isOnlyAcknowledged),
                trials.stream().mapToLong(Trial::notAcked).max().orElse(0),
                causes,
                List.copyOf(promises),
                expectations);
    }

    private static State state(List<Trial> trials) {
        if (!trials.stream().allMatch(Trial::isValid)) {
            return State.INVALID;
        }
        if (trials.stream().noneMatch(Trial::isJudged)) {
            return State.UNJUDGED;
        }
        return trials.stream().allMatch(Trial::isHeld) ? State.HELD : State.BROKEN;
    }
}
