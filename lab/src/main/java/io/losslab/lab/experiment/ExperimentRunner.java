package io.losslab.lab.experiment;

import io.losslab.lab.LabException;

/** Placeholder. */
public final class ExperimentRunner {
    public ExperimentOutcome run(RunRequest request) {
        throw new LabException.BadInput("unknown experiment `" + request.experiment() + "`; `losslab list` names them");
    }
}
