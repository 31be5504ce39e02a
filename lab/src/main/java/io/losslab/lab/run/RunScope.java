package io.losslab.lab.run;

import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Variant;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What is known of a run before anything of it is started, and how it goes on.
 *
 * @param label names the run among several, empty otherwise
 * @param dir its evidence folder
 */
record RunScope(
        String label,
        Variant variant,
        String runId,
        Path dir,
        RunRequest request,
        RunListener listener,
        PhaseLog phases) {
    ExperimentSpec spec() {
        return variant.spec();
    }

    /** Ends the phase before. */
    void enter(Phase phase) {
        String text = phase.text();
        Duration atMost = phase.atMost();
        phases.begin(phase.name());
        listener.phase(phase.name(), text, atMost);
    }
}
