package io.losslab.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A leg behind that of the load: what a group passed on to another topic, and what became of it there.
 *
 * @param leg which one, such as dead letters
 * @param group that passes it on
 * @param intended what it was to pass on
 * @param outcomes by code; sums to {@code intended}
 * @param lostRangesOmitted how many more there are than in {@code lostRanges}
 * @param passedOn outcomes of the group's own leg, by code, of what it passed on
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LegEntry(
        @Nullable String leg,
        @Nullable String group,
        @Nullable String topic,
        @Nullable Long intended,
        @Nullable Long acked,
        @Nullable Long failed,
        @Nullable Long witnessed,
        @Nullable Long storedNotAcked,
        @Nullable Long logDuplicates,
        @Nullable Long lost,
        @Nullable Map<String, @Nullable Long> outcomes,
        @Nullable List<RangeEntry> lostRanges,
        @Nullable Long lostRangesOmitted,
        @Nullable Map<String, @Nullable Long> passedOn) {}
