package io.losslab.contract.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Records that are missing.
 *
 * @param firstOffset where the hole begins
 * @param lastOffset where it ends; {@code firstOffset - 1} when sequences are missing but no offset is
 * @param count how many records, by identity
 * @param logStartOffset when the gap was noticed; -1 when the broker did not say
 * @param at ISO-8601
 * @param source whose records they are: run/producer
 * @param confirmed false: jumped over, but another instance of the group may have read them; not counted as lost
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GapStatus(
        int partition,
        long firstOffset,
        long lastOffset,
        long count,
        long logStartOffset,
        String at,
        String source,
        boolean confirmed) {}
