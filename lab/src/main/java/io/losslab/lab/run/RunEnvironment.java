package io.losslab.lab.run;

import io.losslab.lab.place.Place;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;

/**
 * What all runs of an experiment have around them.
 *
 * @param session ends with the experiment, and with it whatever is left of a run
 */
record RunEnvironment(Place place, LabHome home, LabSession session, RunListener listener, RunRequest request) {
    /** The same, and nothing of a run is kept. */
    RunEnvironment notKept() {
        return new RunEnvironment(place, home, session, listener, request.notKept());
    }
}
