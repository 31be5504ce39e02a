package io.losslab.lab.fault;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends processes, and starts them again where the file says so. */
abstract class EndFault implements Fault {
    private final FaultSpec spec;

    EndFault(FaultSpec spec) {
        this.spec = spec;
    }

    abstract void end(Victim victim);

    abstract String word();

    @Override
    public final void run(FaultScene scene, FaultLog log) throws InterruptedException {
        List<Victim> victims = Victims.of(spec.target(), scene);
        for (Victim victim : victims) {
            log.begin();
            end(victim);
            log.injected(victim.name(), word());
        }
        if (spec.restart() == null) {
            return;
        }
        TimeUnit.NANOSECONDS.sleep(spec.restart().toNanos());
        for (Victim victim : victims) {
            log.begin();
            log.undone(victim.restart().name(), "started again");
        }
    }
}
