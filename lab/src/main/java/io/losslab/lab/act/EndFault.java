package io.losslab.lab.act;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Ends processes, and starts them again where the file says so. */
abstract class EndFault implements Fault {
    private final FaultSpec spec;

    EndFault(FaultSpec spec) {
        this.spec = spec;
    }

    /** Lets all of them end at the same time, where that takes long. */
    void begin(List<Victim> victims) {}

    /** Returns when it is gone. */
    abstract void end(Victim victim);

    abstract String word();

    /** What else happens to them before they are started again. */
    void afterwards(List<Victim> victims, FaultScene scene, FaultLog log) {
        if (spec.wipe()) {
            for (Victim victim : victims) {
                log.begin();
                DiskFault.disks(scene).replace(((BrokerVictim) victim).node().id());
                log.injected(victim.name(), "disk replaced by an empty one");
            }
        }
    }

    @Override
    public final void run(FaultScene scene, FaultLog log) throws InterruptedException {
        List<Victim> victims = Victims.of(spec.target(), scene, log);
        log.begin();
        if (spec.restart() == null) {
            endAll(victims, scene, log);
            log.done();
            return;
        }
        log.goes();
        try {
            endAll(victims, scene, log);
            log.done();
            startAgain(victims, log);
        } finally {
            log.back();
        }
    }

    private void endAll(List<Victim> victims, FaultScene scene, FaultLog log) {
        begin(victims);
        for (Victim victim : victims) {
            end(victim);
            log.injected(victim.name(), word());
        }
        afterwards(victims, scene, log);
    }

    private void startAgain(List<Victim> victims, FaultLog log) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Objects.requireNonNull(spec.restart()).toNanos());
        log.begin();
        List<Victim> started = new ArrayList<>();
        for (Victim victim : victims) {
            started.add(victim.restart());
        }
        for (Victim victim : started) {
            victim.awaitServing();
            log.undone(victim.name(), "started again");
        }
    }
}
