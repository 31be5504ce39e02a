package io.losslab.lab.result;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.ExitCode;
import io.losslab.lab.check.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;

/**
 * How an experiment ended.
 *
 * @param dir the folder of its results
 * @param result what {@code result.json} holds
 * @param kept what was left running or lying on purpose, a line each
 */
public record ExperimentOutcome(Verdict verdict, Path dir, ObjectNode result, List<String> kept) {
    public ExitCode exitCode() {
        return verdict == Verdict.EXPECTED ? ExitCode.EXPECTED : ExitCode.UNEXPECTED;
    }
}
