package io.losslab.app.measure;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A latency distribution in milliseconds, to the microsecond; {@code p999} is the 99.9th percentile. */
@RegisterForReflection
public record LatencyMs(double p50, double p99, double p999, double max, long count) {}
