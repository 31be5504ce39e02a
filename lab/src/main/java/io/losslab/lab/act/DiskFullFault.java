package io.losslab.lab.act;

/** No file grows any more: the system refuses the write, as a full disk does ({@code prlimit --fsize}). */
final class DiskFullFault extends DiskFault {
    DiskFullFault(FaultSpec spec) {
        super(spec);
    }

    @Override
    void harm(BrokerVictim victim) {
        victim.process().fillDisk();
    }

    @Override
    void heal(BrokerVictim victim) {
        victim.process().emptyDisk();
    }

    @Override
    String word() {
        return "disk full";
    }
}
