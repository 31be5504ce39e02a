package io.losslab.lab.act;

/** The data directory is gone, as with a mount that was lost: what is opened by its name from then on fails. */
final class DiskErrorFault extends DiskFault {
    DiskErrorFault(FaultSpec spec) {
        super(spec);
    }

    @Override
    void harm(BrokerVictim victim) {
        victim.process().detachDisk();
    }

    @Override
    void heal(BrokerVictim victim) {
        victim.process().attachDisk();
    }

    @Override
    String word() {
        return "disk lost";
    }
}
