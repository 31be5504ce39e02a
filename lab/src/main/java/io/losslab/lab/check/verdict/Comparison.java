package io.losslab.lab.check.verdict;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number compared with a bound, as experiment files write it: {@code 0}, {@code > 0}, {@code <= 10}. */
public record Comparison(String operator, long bound) {
    private static final Pattern TEXT = Pattern.compile("(>=|<=|>|<|==|=)? ?([0-9]{1,18})");

    /**
     * @throws IllegalArgumentException naming what is allowed
     */
    public static Comparison parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a comparison; allowed: a number, or one of >, >=, <, <= and a number");
        }
        String operator = matcher.group(1) == null || matcher.group(1).equals("==") ? "=" : matcher.group(1);
        return new Comparison(operator, Long.parseLong(matcher.group(2)));
    }

    public boolean holds(long value) {
        return switch (operator) {
            case ">" -> value > bound;
            case ">=" -> value >= bound;
            case "<" -> value < bound;
            case "<=" -> value <= bound;
            default -> value == bound;
        };
    }

    @Override
    public String toString() {
        return operator + " " + bound;
    }
}
