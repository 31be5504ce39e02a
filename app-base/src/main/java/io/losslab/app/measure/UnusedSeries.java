package io.losslab.app.measure;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Keeps from {@code /q/metrics} what nobody needs and Prometheus' linter refuses: times in nanoseconds, counts that are no
 * counters, series without help, and those of each connection, whose number grows with the brokers. A third of all series.
 */
@ApplicationScoped
class UnusedSeries {
    private static final List<String> PREFIXES =
            List.of("netty.", "process.cpu.time", "system.cpu.count", "kafka.app.info");
    private static final List<String> PARTS = List.of(".time.ns", ".node.", "reauthentication", ".connection.count");

    @Produces
    @Singleton
    MeterFilter unused() {
        return MeterFilter.deny(UnusedSeries::isUnused);
    }

    private static boolean isUnused(Meter.Id id) {
        String name = id.getName();
        return PREFIXES.stream().anyMatch(name::startsWith) || PARTS.stream().anyMatch(name::contains);
    }
}
