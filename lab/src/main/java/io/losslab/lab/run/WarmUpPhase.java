package io.losslab.lab.run;

import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Quantity;
import java.time.Duration;

/** Sends the same records under another name: they are in the books, and in no rate and no latency. */
final class WarmUpPhase implements Phase {
    private final Duration duration;
    private final Duration grace;

    WarmUpPhase(ExperimentSpec spec) {
        this(spec, LoadPhase.GRACE);
    }

    /**
     * @param grace how much longer than said it may take
     */
    WarmUpPhase(ExperimentSpec spec, Duration grace) {
        duration = spec.load().warmUp();
        this.grace = grace;
    }

    @Override
    public String name() {
        return "warm-up";
    }

    @Override
    public String text() {
        return "warming up for " + Quantity.text(duration);
    }

    @Override
    public Duration atMost() {
        return duration;
    }

    @Override
    public void run(RunContext run) {
        RunMonitor monitor = run.monitor();
        run.services().warmUp();
        long deadline = System.nanoTime() + duration.plus(grace).toNanos();
        do {
            monitor.tick();
            LoadPhase.requireNoFailure("warm-up", monitor.producer());
            if (System.nanoTime() > deadline) {
                run.warn("the warm-up did not end by itself within " + grace.toSeconds()
                        + " s of its time and was stopped");
                break;
            }
        } while (monitor.isSending());
        LoadPhase.requireNoFailure("warm-up", run.services().stopLoad(LoadPhase.GRACE));
    }
}
