package io.losslab.lab.check.verdict;

import io.losslab.contract.Outcome;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.RunAccounts;
import java.util.ArrayList;
import java.util.List;

/** Judges one run by what the experiment expects, and by what holds for every experiment. */
public final class ExpectationsCheck {
    private ExpectationsCheck() {}

    /**
     * @param run names the run where there are several, empty otherwise
     */
    public static List<ExpectationResult> judge(String run, RunAccounts accounts, List<GroupExpectation> expected) {
        String prefix = run.isEmpty() ? "" : "[" + run + "] ";
        List<ExpectationResult> results = new ArrayList<>();
        long intended = accounts.produced().intended();
        results.add(new ExpectationResult(
                prefix + "records were produced (" + accounts.produced().acked() + " of " + intended + " acknowledged)",
                accounts.produced().acked() > 0 || refusalIsExpected(expected)));
        for (GroupAccounts group : accounts.groups()) {
            long sum = group.outcomes().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            results.add(new ExpectationResult(
                    prefix + group.group() + ": every one of " + intended
                            + " intended records has exactly one outcome (unexplained: " + group.unexplained() + ")",
                    group.unexplained() == 0 && sum == intended));
        }
        results.addAll(ofGroups(run, accounts, expected));
        return results;
    }

    /** Judges the groups by what is expected of them, and by nothing else. */
    public static List<ExpectationResult> ofGroups(String run, RunAccounts accounts, List<GroupExpectation> expected) {
        String prefix = run.isEmpty() ? "" : "[" + run + "] ";
        List<ExpectationResult> results = new ArrayList<>();
        for (GroupExpectation expectation : expected) {
            accounts.groups().stream()
                    .filter(group -> group.group().equals(expectation.group()))
                    .forEach(group -> results.addAll(expectation.judge(prefix, group)));
        }
        return results;
    }

    /** Where no record need be acknowledged, because that they are not is what the experiment is about. */
    private static boolean refusalIsExpected(List<GroupExpectation> expected) {
        return expected.stream().anyMatch(one -> one.outcomes().containsKey(Outcome.NOT_ACKED));
    }
}
