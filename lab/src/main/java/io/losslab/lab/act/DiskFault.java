package io.losslab.lab.act;

import io.losslab.lab.LabException;
import io.losslab.lab.place.DiskControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The disk of brokers fails them for a while. A broker whose only log directory has failed gives up by itself; it is
 * started again when the disk is well. Interrupted, the disk is well at once.
 */
abstract class DiskFault implements Fault {
    private final FaultSpec spec;

    DiskFault(FaultSpec spec) {
        this.spec = spec;
    }

    abstract void harm(DiskControl disks, int node);

    abstract void heal(DiskControl disks, int node);

    abstract String word();

    static DiskControl disks(FaultScene scene) {
        return scene.disks().orElseThrow(() -> new LabException.Environment("the disks cannot be changed"));
    }

    @Override
    public final void run(FaultScene scene, FaultLog log) throws InterruptedException {
        DiskControl disks = disks(scene);
        List<BrokerVictim> victims = Victims.brokers(spec.target(), scene, log);
        List<BrokerVictim> gone = new ArrayList<>();
        try {
            for (BrokerVictim victim : victims) {
                log.begin();
                victim.node().mayEnd();
                harm(disks, victim.node().id());
                log.injected(victim.name(), word());
            }
            log.done();
            TimeUnit.NANOSECONDS.sleep(Objects.requireNonNull(spec.duration()).toNanos());
        } finally {
            for (BrokerVictim victim : victims) {
                log.begin();
                if (!victim.isAlive()) {
                    gone.add(victim);
                }
                heal(disks, victim.node().id());
            }
        }
        for (BrokerVictim victim : gone) {
            victim.restart();
        }
        for (BrokerVictim victim : victims) {
            boolean again = gone.contains(victim);
            if (again) {
                victim.awaitServing();
            }
            log.undone(victim.name(), again ? "had given up; started again on a disk that is well" : "disk is well");
        }
    }
}
