package io.losslab.lab.act;

import io.losslab.lab.place.DiskControl;

/** No file grows any more: the system refuses the write, as a full disk does ({@code prlimit --fsize}). */
final class DiskFullFault extends DiskFault {
    DiskFullFault(FaultSpec spec) {
        super(spec);
    }

    @Override
    void harm(DiskControl disks, int node) {
        disks.fill(node);
    }

    @Override
    void heal(DiskControl disks, int node) {
        disks.empty(node);
    }

    @Override
    String word() {
        return "disk full";
    }
}
