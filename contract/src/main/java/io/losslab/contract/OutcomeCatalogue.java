package io.losslab.contract;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The outcomes as a list, and what is said of a code that may be of another version: an unknown one is shown among the
 * losses rather than left out.
 */
public final class OutcomeCatalogue {
    private static final List<Outcome> BALANCE = Arrays.stream(Outcome.values())
            .sorted(Comparator.comparing(Outcome::kind))
            .toList();

    private OutcomeCatalogue() {}

    /** In the order of a balance sheet: what arrived first, what was lost, what is still on its way. */
    public static List<Outcome> balance() {
        return BALANCE;
    }

    /** Of all outcomes, in the order of {@code result.json}. */
    public static List<String> codes() {
        return Arrays.stream(Outcome.values()).map(Outcome::code).toList();
    }

    /** Of those that can be causes of a loss, in the order of {@code result.json}. */
    public static List<String> causes() {
        return Arrays.stream(Outcome.values())
                .filter(Outcome::mayBeLoss)
                .map(Outcome::code)
                .toList();
    }

    public static boolean mayBeLoss(String code) {
        return Outcome.of(code).map(Outcome::mayBeLoss).orElse(true);
    }

    /** In a few words; the code itself when it is not in the list. */
    public static String label(String code) {
        return Outcome.of(code).map(Outcome::label).orElse(code);
    }

    /** Goes on after "1,234 of 5,000 records were". */
    public static String sentence(String code, String group) {
        return Outcome.of(code)
                .map(outcome -> outcome.sentence(group))
                .filter(sentence -> !sentence.isEmpty())
                .orElse("lost to " + group + " (" + code + ")");
    }
}
