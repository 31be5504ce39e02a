package io.losslab.lab.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.check.ExpectationResult;
import io.losslab.lab.check.RunAccounts;
import java.util.List;

/**
 * One finished run.
 *
 * @param document as it stands in {@code result.json}
 * @param kept what was left on purpose, a line each
 */
record RunResult(RunAccounts accounts, List<ExpectationResult> expectations, ObjectNode document, List<String> kept) {}
