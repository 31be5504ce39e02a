package io.losslab.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Records that were lost, one after the other.
 *
 * @param firstOffset -1 for what never had an offset, as {@code lastOffset}
 * @param cause its code
 * @param at ISO-8601; null when it has no moment
 * @param run whose numbers {@code firstSequence} and {@code lastSequence} are, with {@code producer}
 * @param detail what more there is to say
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RangeEntry(
        @Nullable Integer partition,
        @Nullable Long firstOffset,
        @Nullable Long lastOffset,
        @Nullable Long count,
        @Nullable String cause,
        @Nullable String at,
        @Nullable String run,
        @Nullable String producer,
        @Nullable Long firstSequence,
        @Nullable Long lastSequence,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String detail) {}
