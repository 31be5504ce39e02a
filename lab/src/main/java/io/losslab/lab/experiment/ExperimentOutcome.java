package io.losslab.lab.experiment;

import io.losslab.lab.ExitCode;

/** Placeholder. */
public record ExperimentOutcome(ExitCode exitCode) {}
