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
}
