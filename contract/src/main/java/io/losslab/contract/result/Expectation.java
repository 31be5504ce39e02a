package io.losslab.contract.result;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/** @param held null where it was not judged */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Expectation(@Nullable String text, @Nullable Boolean held) {}
