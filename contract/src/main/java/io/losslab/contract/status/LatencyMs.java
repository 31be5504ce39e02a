package io.losslab.contract.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A latency distribution in milliseconds, to the microsecond; {@code p999} is the 99.9th percentile. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LatencyMs(double p50, double p99, double p999, double max, long count) {}
