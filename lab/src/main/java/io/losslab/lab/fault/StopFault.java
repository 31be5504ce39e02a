package io.losslab.lab.fault;

/** SIGTERM: what a deployment does. */
final class StopFault extends EndFault {
    StopFault(FaultSpec spec) {
        super(spec);
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
