package io.losslab.lab.act;

import io.losslab.lab.place.DiskControl;

/** The data directory is gone, as with a mount that was lost: what is opened by its name from then on fails. */
final class DiskErrorFault extends DiskFault {
    DiskErrorFault(FaultSpec spec) {
        super(spec);
    }

    @Override
    void harm(DiskControl disks, int node) {
        disks.detach(node);
    }

    @Override
    void heal(DiskControl disks, int node) {
        disks.attach(node);
    }

    @Override
    String word() {
        return "disk lost";
    }
}
