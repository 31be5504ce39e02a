package io.losslab.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each combination of the varied values came to, all its trials together, next to what was promised of it. Numbers
 * are sums over the trials, of the group that lost most in each.
 *
 * @param keys what is varied, by short name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MatrixEntry(
        @Nullable List<String> keys, @Nullable List<Cell> cells) {
    /**
     * @param says the promise; null where nothing was promised
     * @param held in every trial
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Cell(
            @Nullable Map<String, @Nullable String> varied,
            @Nullable Integer trials,
            @Nullable Long acked,
            @Nullable Long notAcked,
            @Nullable Long ackedLost,
            @Nullable Long lost,
            @Nullable Long duplicates,
            @Nullable Long outOfOrder,
            @Nullable Long unexplained,
            @Nullable Map<String, @Nullable Long> outcomes,
            @Nullable String says,
            @Nullable Boolean held) {}
}
