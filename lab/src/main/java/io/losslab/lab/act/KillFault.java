package io.losslab.lab.act;

/** SIGKILL: what a crash, or the system for want of memory, does. */
final class KillFault extends EndFault {
    KillFault(FaultSpec spec) {
        super(spec);
    }

    @Override
    void end(Victim victim) {
        victim.kill();
    }

    @Override
    String word() {
        return "killed";
    }
}
