package io.losslab.contract.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Where the group stands in a partition; offsets are -1 while unknown.
 *
 * @param position the next offset to be fetched into the application
 * @param processedTo the next offset to be processed
 * @param committed the next offset to be read after a restart
 * @param lag {@code endOffset - processedTo}: deleted records included
 * @param lead {@code processedTo - logStartOffset}: negative once unread records were deleted
 * @param deletedAhead offsets between the position and the log start: gone, and not yet jumped over
 * @param lost records known missing, by identity
 * @param inHand records handed over and not yet done with; at most so many, and 0 only when there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PartitionStatus(
        int partition,
        long position,
        long processedTo,
        long committed,
        long logStartOffset,
        long endOffset,
        long lag,
        long lead,
        long deletedAhead,
        long lost,
        long inHand) {}
