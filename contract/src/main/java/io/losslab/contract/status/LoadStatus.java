package io.losslab.contract.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /status} answers.
 *
 * @param achievedTps acknowledged records per second of sending, since the run's start
 * @param currentTps acknowledged records in the last second
 * @param startedAt ISO-8601, or null
 * @param stoppedAt ISO-8601, or null while it runs
 * @param remainingMs null when it runs without end, or not at all
 * @param intended records that were given a number
 * @param handedOver records that the client took or refused
 * @param failed certainly not stored
 * @param indeterminate neither acknowledged nor certainly not stored
 * @param behindMs how late the next record is
 * @param sendLatencyMs from the intended send time to the acknowledgement
 * @param recentSendLatencyMs of what was acknowledged in the last second
 * @param failures how many by kind
 * @param lastFailure of a send, or null
 * @param failure why the run cannot go on, or null
 * @param ledger this run's ledger
 * @param settings of the client, those that decide about loss and rate
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LoadStatus(
        String app,
        State state,
        @Nullable String run,
        String producer,
        String topic,
        int partitions,
        long targetTps,
        double achievedTps,
        double currentTps,
        int valueBytes,
        int keys,
        @Nullable String startedAt,
        @Nullable String stoppedAt,
        @Nullable Long remainingMs,
        long intended,
        long handedOver,
        long acked,
        long failed,
        long indeterminate,
        double behindMs,
        LatencyMs sendLatencyMs,
        LatencyMs recentSendLatencyMs,
        Map<String, Long> failures,
        @Nullable String lastFailure,
        @Nullable String failure,
        @Nullable String ledger,
        Map<String, String> settings) {
    public boolean hasFailed() {
        return state == State.FAILED;
    }

    /** Whether more acknowledgements may come. */
    @JsonIgnore
    public boolean isSending() {
        return state == State.RUNNING || state == State.STOPPING;
    }

    public enum State {
        /** Nothing was started yet. */
        IDLE,
        RUNNING,
        /** Sends no more, waits for acknowledgements. */
        STOPPING,
        STOPPED,
        /** It cannot go on; {@code failure} says why. */
        FAILED
    }
}
