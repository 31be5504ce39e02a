package io.losslab.producer;

import io.losslab.contract.status.LatencyMs;
import io.losslab.ledger.journal.SendFailure;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Our own series, {@code losslab_load_*}. Counters are of the run at hand, so they start over with each run. */
@ApplicationScoped
class LoadMeters implements MeterBinder {
    private final Load load;

    LoadMeters(Load load) {
        this.load = load;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "intended.records", "Records that were given a number", LoadRun::intended);
        counter(registry, "handed.over.records", "Records that the client took or refused", LoadRun::handedOver);
        counter(registry, "acked.records", "Records that were acknowledged", LoadRun::acked);
        counter(registry, "failed.records", "Records that certainly are not stored", LoadRun::failed);
        counter(
                registry,
                "indeterminate.records",
                "Records neither acknowledged nor certainly not stored",
                LoadRun::indeterminate);
        for (SendFailure failure : SendFailure.values()) {
            FunctionCounter.builder("losslab.load.failures", load, l -> of(l, run -> run.failures(failure)))
                    .description("Sends that failed, by kind")
                    .tag("kind", failure.name())
                    .register(registry);
        }
        gauge(registry, "outstanding.records", "Handed over, fate unknown", l -> of(l, LoadRun::outstanding));
        gauge(registry, "target.records.per.second", "The rate that was asked for", Load::targetTps);
        gauge(registry, "achieved.records.per.second", "Acknowledged in the last second", Load::currentTps);
        gauge(registry, "behind.schedule.seconds", "How late the next record is", Load::behindSeconds);
        latency(registry, "0.5", LatencyMs::p50);
        latency(registry, "0.99", LatencyMs::p99);
        latency(registry, "0.999", LatencyMs::p999);
        latency(registry, "1", LatencyMs::max);
    }

    private static double of(Load load, ToLongFunction<LoadRun> value) {
        LoadRun run = load.run();
        return run == null ? 0 : value.applyAsLong(run);
    }

    private void counter(MeterRegistry registry, String name, String description, ToLongFunction<LoadRun> value) {
        FunctionCounter.builder("losslab.load." + name, load, l -> of(l, value))
                .description(description)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Load> value) {
        Gauge.builder("losslab.load." + name, load, value)
                .description(description)
                .register(registry);
    }

    private void latency(MeterRegistry registry, String percentile, ToDoubleFunction<LatencyMs> value) {
        Gauge.builder("losslab.load.send.latency.seconds", load, l -> value.applyAsDouble(l.latency()) / 1e3)
                .description("From the intended send time to the acknowledgement, of the run at hand")
                .tag("percentile", percentile)
                .register(registry);
    }
}
