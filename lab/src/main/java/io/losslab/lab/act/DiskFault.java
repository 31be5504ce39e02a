package io.losslab.lab.act;

import java.util.ArrayList;
import java.util.List;
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

    abstract void harm(BrokerVictim victim);

    abstract void heal(BrokerVictim victim);

    abstract String word();

    @Override
    public final void run(FaultScene scene, FaultLog log) throws InterruptedException {
        List<BrokerVictim> victims = Victims.brokers(spec.target(), scene, log);
        List<BrokerVictim> gone = new ArrayList<>();
        try {
            for (BrokerVictim victim : victims) {
                log.begin();
                victim.process().mayEnd();
                harm(victim);
                log.injected(victim.name(), word());
            }
            log.done();
            TimeUnit.NANOSECONDS.sleep(spec.duration().toNanos());
        } finally {
            for (BrokerVictim victim : victims) {
                log.begin();
                if (!victim.isAlive()) {
                    gone.add(victim);
                }
                heal(victim);
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
