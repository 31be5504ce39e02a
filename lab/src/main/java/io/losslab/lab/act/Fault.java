package io.losslab.lab.act;

/** What a kind of fault does, from its time on until all of it is over. One thread each. */
interface Fault {
    /**
     * Returns when it is over, what it ends or pauses being back where the file says so.
     *
     * @throws io.losslab.lab.LabException.Environment when it cannot be done
     * @throws InterruptedException when the run ends before
     */
    void run(FaultScene scene, FaultLog log) throws InterruptedException;

    static Fault of(FaultSpec spec) {
        return switch (spec.kind()) {
            case KILL -> new KillFault(spec);
            case STOP -> new StopFault(spec);
            case PAUSE -> new PauseFault(spec);
            case START -> new StartFault(spec);
            case DELETE_RECORDS -> new DeleteRecordsFault(spec);
            case RESET_OFFSETS -> new ResetOffsetsFault(spec);
            case DELETE_OFFSETS -> new DeleteOffsetsFault(spec);
            case ELECT_LEADERS -> new ElectLeadersFault(spec);
            case POWER_LOSS -> new PowerLossFault(spec);
            case DISK_FULL -> new DiskFullFault(spec);
            case DISK_ERROR -> new DiskErrorFault(spec);
            case PARTITION -> new PartitionFault(spec);
            case SLOW_NETWORK -> new SlowNetworkFault(spec);
        };
    }
}
