package io.losslab.lab.act;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** SIGSTOP and, later, SIGCONT: a long garbage collection, a frozen machine. Interrupted, it continues them at once. */
final class PauseFault implements Fault {
    private final FaultSpec spec;

    PauseFault(FaultSpec spec) {
        this.spec = spec;
    }

    @Override
    public void run(FaultScene scene, FaultLog log) throws InterruptedException {
        List<Victim> victims = Victims.of(spec.target(), scene, log);
        try {
            for (Victim victim : victims) {
                log.begin();
                victim.pause();
                log.injected(victim.name(), "paused");
            }
            log.done();
            TimeUnit.NANOSECONDS.sleep(Objects.requireNonNull(spec.duration()).toNanos());
        } finally {
            for (Victim victim : victims) {
                log.begin();
                victim.resume();
                log.undone(victim.name(), "continued");
            }
        }
    }
}
