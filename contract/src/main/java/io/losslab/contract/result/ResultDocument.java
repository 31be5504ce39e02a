package io.losslab.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code result.json}.
 *
 * @param verdict {@code EXPECTED}, {@code UNEXPECTED} or {@code INVALID_EVIDENCE}
 * @param startedAt ISO-8601, as {@code endedAt}
 * @param spec the experiment as it ran, every default filled in
 * @param runs one for each variant and trial, in the order they ran
 * @param matrix where two settings at least are varied and something is promised
 * @param leftOut combinations that Kafka refuses
 * @param comparison {@code run} of another {@code experiment}, and the {@code resultDir} it is from
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResultDocument(
        @Nullable String experiment,
        @Nullable String verdict,
        @Nullable List<Expectation> expectations,
        @Nullable String title,
        @Nullable String description,
        @Nullable String command,
        @Nullable String startedAt,
        @Nullable String endedAt,
        @Nullable String losslabVersion,
        @Nullable JsonNode environment,
        @Nullable JsonNode spec,
        @Nullable List<RunEntry> runs,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MatrixEntry matrix,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode leftOut,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode comparison) {}
