package io.losslab.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** A latency distribution in milliseconds; {@code p999} is the 99.9th percentile. All null where nothing was measured. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Percentiles(
        @Nullable Double p50,
        @Nullable Double p99,
        @Nullable Double p999,
        @Nullable Double max) {
    public static final Percentiles UNKNOWN = new Percentiles(null, null, null, null);
}
