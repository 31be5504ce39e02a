package io.losslab.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The account of one consumer group in one run.
 *
 * @param instances how many processes it had
 * @param ackedLost of {@code lost}, those that the producer was told of as stored
 * @param outcomes by code; sums to what was intended
 * @param keptDetails what more there is to say of records that are not lost
 * @param lostRangesOmitted how many more there are than in {@code lostRanges}
 * @param lossTimes when how many were lost, by cause and time
 * @param firstLossAt ISO-8601; null when nothing was lost, or it has no moment
 * @param endToEndLatencyMs of its slowest instance
 * @param maxLag records; null when it was never known
 * @param minLead records
 * @param committed by partition, at the end
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GroupEntry(
        @Nullable String groupId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String app,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String autoOffsetReset,
        @Nullable Integer instances,
        @Nullable Long processed,
        @Nullable Long duplicates,
        @Nullable Long delivered,
        @Nullable Long redelivered,
        @Nullable Long outOfOrder,
        @Nullable Long misrouted,
        @Nullable Long corrupt,
        @Nullable Long lost,
        @Nullable Long ackedLost,
        @Nullable Long lostBytes,
        @Nullable Long inFlight,
        @Nullable Long unexplained,
        @Nullable Map<String, @Nullable Long> outcomes,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<KeptDetail> keptDetails,

        @Nullable List<RangeEntry> lostRanges,
        @Nullable Long lostRangesOmitted,
        @Nullable List<LossTime> lossTimes,
        @Nullable String firstLossAt,
        @Nullable Percentiles endToEndLatencyMs,
        @Nullable Long maxLag,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long minLead,
        @Nullable Long gaps,
        @Nullable JsonNode committed) {

    /** Of which nothing is known. */
    public static final GroupEntry NOTHING = new GroupEntry(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null);

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record KeptDetail(
            @Nullable String detail, @Nullable Long count) {}

    /** @param at ISO-8601, the beginning of the slice of time */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LossTime(
            @Nullable String cause,
            @Nullable String at,
            @Nullable Long count) {}
}
