package io.losslab.lab.check.verdict;

import io.losslab.lab.check.RunAccounts;
import java.util.List;

/** How an experiment ended. A missing piece of evidence outweighs everything: nothing is then claimed. */
public enum Verdict {
    EXPECTED,
    UNEXPECTED,
    INVALID_EVIDENCE;

    public static Verdict of(List<RunAccounts> runs, List<ExpectationResult> expectations) {
        if (runs.isEmpty() || runs.stream().anyMatch(run -> !run.isValid())) {
            return INVALID_EVIDENCE;
        }
        return expectations.stream().allMatch(ExpectationResult::held) ? EXPECTED : UNEXPECTED;
    }
}
