package io.losslab.lab.run;

import io.losslab.contract.status.LoadStatus;
import io.losslab.lab.LabException;
import io.losslab.lab.service.Services;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;

/** The load, and the faults beside it; over when both are. */
final class LoadPhase implements Phase {
    static final Duration GRACE = Duration.ofSeconds(150);

    private final ExperimentSpec spec;
    private final Duration grace;

    LoadPhase(ExperimentSpec spec) {
        this(spec, GRACE);
    }

    /**
     * @param grace how much longer than the file says it may take
     */
    LoadPhase(ExperimentSpec spec, Duration grace) {
        this.spec = spec;
        this.grace = grace;
    }

    @Override
    public String name() {
        return "load";
    }

    @Override
    public String text() {
        return "sending " + spec.load().tps() + " records/s for "
                + Quantity.text(spec.load().duration());
    }

    @Override
    public Duration atMost() {
        return spec.load().duration();
    }

    @Override
    public void run(RunContext run) throws IOException {
        RunFaults.outlasting(spec).ifPresent(run::warn);
        run.services().load();
        run.faults().schedule().start();
        run.loadEnded(untilOver(run));
        run.faults().close();
    }

    /** Returns what the producer said at the end. */
    private LoadStatus untilOver(RunContext run) {
        Services services = run.services();
        RunMonitor monitor = run.monitor();
        RunFaults faults = run.faults();
        long deadline = System.nanoTime() + expected(faults).plus(grace).toNanos();
        boolean sending;
        do {
            monitor.tick();
            faults.producer(monitor.producer());
            faults.tell();
            sending = !services.isProducerGone() && monitor.isSending();
            if (System.nanoTime() > deadline) {
                run.warn((sending ? "the load" : "a fault") + " did not end by itself within " + grace.toSeconds()
                        + " s of its time and was stopped");
                return services.stopLoad(GRACE);
            }
            requireNoFailure("load", monitor.producer());
        } while (sending || !faults.schedule().isOver());
        LoadStatus status = services.stopLoad(GRACE);
        requireNoFailure("load", status);
        return status;
    }

    private Duration expected(RunFaults faults) {
        Duration load = spec.load().duration();
        return faults.last().compareTo(load) > 0 ? faults.last() : load;
    }

    /**
     * What a load that cannot go on leaves is no run of the experiment.
     *
     * @param what the load, in words
     * @param producer may be null
     */
    static void requireNoFailure(String what, LoadStatus producer) {
        if (producer != null && producer.hasFailed()) {
            throw new LabException.Environment("the " + what + " failed: "
                    + Objects.requireNonNullElse(producer.failure(), "load-producer gives no reason"));
        }
    }
}
