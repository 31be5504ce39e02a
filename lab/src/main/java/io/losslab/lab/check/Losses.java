package io.losslab.lab.check;

import io.losslab.contract.Outcome;
import java.util.List;
import java.util.Map;

/**
 * What a group lost.
 *
 * @param byCause lost records, by outcome
 * @param ranges the first of them, up to a limit
 * @param rangeCount number of ranges
 * @param firstMicros when the first loss was sealed, microseconds since 1970; -1 when nothing with a moment was lost
 */
public record Losses(
        long records, Map<Outcome, Long> byCause, List<LostRange> ranges, long rangeCount, long firstMicros) {}
