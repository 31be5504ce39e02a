package io.losslab.lab.run;

import java.util.List;

/**
 * One finished run; what came of it is in its evidence.
 *
 * @param kept what was left on purpose, a line each
 */
record RunResult(String runId, List<String> kept) {}
