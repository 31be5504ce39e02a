package io.losslab.lab.act;

import java.util.List;

/** SIGTERM: what a deployment does. */
final class StopFault extends EndFault {
    StopFault(FaultSpec spec) {
        super(spec);
    }

    @Override
    void begin(List<Victim> victims) {
        victims.forEach(Victim::askToStop);
    }

    @Override
    void end(Victim victim) {
        victim.stop();
    }

    @Override
    String word() {
        return "stopped";
    }
}
