package io.losslab.lab.result;

import io.losslab.lab.act.FaultSpec;
import io.losslab.lab.check.verdict.ExpectationResult;
import io.losslab.lab.evidence.FaultLines;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether the faults of a run were what its file says. What Kafka refused did not happen, so the run shows nothing of it,
 * whatever else it shows: that every fault was carried out is expected without saying so.
 */
final class FaultOutcomes {
    /** As versions wrote it that counted a refusal as done. */
    private static final String OLD_REFUSAL = "election refused: ";

    private static final String REFUSED = "refused: ";

    private FaultOutcomes() {}

    /**
     * One that is not held for each fault that Kafka refused, at least in part, and that its file does not allow to be.
     *
     * @param run names the run where there are several, empty otherwise
     */
    static List<ExpectationResult> unexpected(String run, List<FaultLines.Line> lines, List<FaultSpec> faults) {
        String prefix = run.isEmpty() ? "" : "[" + run + "] ";
        TreeMap<Integer, ExpectationResult> results = new TreeMap<>();
        for (FaultLines.Line line : lines) {
            boolean allowed =
                    line.fault() < faults.size() && faults.get(line.fault()).mayBeRefused();
            if (isRefused(line) && !allowed) {
                results.putIfAbsent(
                        line.fault(), new ExpectationResult(prefix + "faults were carried out: " + text(line), false));
            }
        }
        return List.copyOf(results.values());
    }

    /** A line each for what was not, or not when, the file says. */
    static List<String> warnings(List<FaultLines.Line> lines) {
        List<String> warnings = new ArrayList<>();
        for (FaultLines.Line line : lines) {
            String warning = isRefused(line) || line.step().equals("LATE") ? text(line) : null;
            if (warning != null && !warnings.contains(warning)) {
                warnings.add(warning);
            }
        }
        return warnings;
    }

    private static boolean isRefused(FaultLines.Line line) {
        return line.step().equals("REFUSED") || line.text().startsWith(OLD_REFUSAL);
    }

    private static String text(FaultLines.Line line) {
        String fault = "fault " + line.fault() + ", " + line.kind() + " " + line.target()
                + (line.partition() < 0 ? "" : ", partition " + line.partition());
        String what = line.text().startsWith(OLD_REFUSAL)
                ? REFUSED + line.text().substring(OLD_REFUSAL.length())
                : line.text();
        return fault + ": " + (what.startsWith(REFUSED) ? "Kafka " + what : what);
    }
}
