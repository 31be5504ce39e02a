package io.losslab.lab.run;

import java.io.IOException;
import java.time.Duration;

/** A step of a run. An object belongs to one run, and is used by its own thread only. */
interface Phase {
    /** As the phase log, the timeline and listeners call it. */
    String name();

    /** What is done in it, in words. Asked once, before it begins. */
    String text();

    /** How long it can take, as far as people should know. Asked once, before it begins. */
    Duration atMost();

    /**
     * Returns when it is over.
     *
     * @throws io.losslab.lab.LabException.Environment when it fails; then the run has
     */
    void run(RunContext run) throws IOException;
}
