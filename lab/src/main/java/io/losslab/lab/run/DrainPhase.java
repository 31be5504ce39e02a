package io.losslab.lab.run;

import io.losslab.lab.capture.LogTails;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Quantity;
import io.losslab.ledger.identity.EpochClock;
import java.time.Duration;

/** The groups are let to catch up; over when waiting changes nothing any more, or the time is over. */
final class DrainPhase implements Phase {
    private final ExperimentSpec spec;
    private final Duration timeout;
    private final Duration delay;

    DrainPhase(ExperimentSpec spec) {
        this.spec = spec;
        timeout = spec.drain().timeout();
        delay = spec.drain().delay();
    }

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String text() {
        String healed = delay == null ? "" : "; slow consumers now take " + Quantity.text(delay);
        return "letting the groups catch up" + healed;
    }

    @Override
    public Duration atMost() {
        return timeout;
    }

    @Override
    public void run(RunContext run) {
        if (delay != null) {
            run.services().setDelay(delay);
        }
        RunMonitor monitor = run.monitor();
        try (LogTails tails =
                new LogTails(run.cluster().clientProperties(), run.names().topic())) {
            DrainWatch watch =
                    new DrainWatch(spec, run.names().groupIds(), run.services()::living, tails, EpochClock.micros());
            monitor.watch(watch);
            if (timeout.isZero()) {
                watch.skip();
                monitor.tick();
                return;
            }
            long deadline = System.nanoTime() + timeout.toNanos();
            do {
                monitor.tick();
            } while (!watch.isSettled() && System.nanoTime() < deadline);
            if (watch.end()) {
                run.waitedInVain();
            }
            watch.warnings().forEach(run::warn);
        }
    }
}
