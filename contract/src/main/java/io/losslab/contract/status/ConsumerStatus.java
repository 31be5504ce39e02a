package io.losslab.contract.status;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /status} of a consumer answers.
 *
 * @param delayMs of the slow consumer only
 * @param redelivered records given to this instance again, at the same offset
 * @param duplicates records whose identity came before at another offset
 * @param corrupt records of the lab whose checksum does not hold
 * @param foreign records that are not the lab's
 * @param misrouted records of the lab that name another partition than the one they were read from
 * @param failed records on which the processing failed, with nothing that took them instead
 * @param ignored records on which it failed, and that the failure strategy dropped
 * @param deadLettered records on which it failed, and that the dead-letter topic has
 * @param deadLetterFailed records on which it failed, and that the dead-letter topic refused
 * @param resets how often the client reset its position by its reset policy
 * @param seeks how often its position was sought
 * @param lost records known missing, by identity
 * @param gaps how often records were found missing
 * @param late of those once missing, the ones that came after all (no longer in {@code lost})
 * @param unconfirmed records jumped over that another instance may have read (not in {@code lost})
 * @param recentLatencyMs end to end as well, of what was processed in the last second
 * @param failure why the books cannot be kept any more; not there while they are
 * @param channelFailure why the channel has ended, such as that a twin has fenced this member; not there while it reads
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConsumerStatus(
        String app,
        State state,
        String group,
        String instance,
        String topic,
        @Nullable Double delayMs,
        long processed,
        double processedPerSecond,
        long redelivered,
        long duplicates,
        long corrupt,
        long foreign,
        long misrouted,
        long failed,
        long ignored,
        long deadLettered,
        long deadLetterFailed,
        long resets,
        long seeks,
        long lost,
        long gaps,
        long late,
        long unconfirmed,
        List<GapStatus> lastGaps,
        List<PartitionStatus> partitions,
        LatencyMs endToEndLatencyMs,
        LatencyMs recentLatencyMs,
        @Nullable String ledger,
        @Nullable String failure,
        @Nullable String channelFailure) {
    private static final LatencyMs NOTHING = new LatencyMs(0, 0, 0, 0, 0);

    /** What others leave out is nothing. */
    public ConsumerStatus {
        lastGaps = lastGaps == null ? List.of() : lastGaps;
        partitions = partitions == null ? List.of() : partitions;
        endToEndLatencyMs = endToEndLatencyMs == null ? NOTHING : endToEndLatencyMs;
        recentLatencyMs = recentLatencyMs == null ? NOTHING : recentLatencyMs;
    }

    /** Of one that never said anything. */
    public static ConsumerStatus silent() {
        return new ConsumerStatus(
                "",
                State.STARTING,
                "",
                "",
                "",
                null,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                NOTHING,
                NOTHING,
                null,
                null,
                null);
    }

    /** Of one that has ended: what it counted stays, the partitions are not its own any more. */
    public ConsumerStatus withoutPartitions() {
        return new ConsumerStatus(
                app,
                state,
                group,
                instance,
                topic,
                delayMs,
                processed,
                processedPerSecond,
                redelivered,
                duplicates,
                corrupt,
                foreign,
                misrouted,
                failed,
                ignored,
                deadLettered,
                deadLetterFailed,
                resets,
                seeks,
                lost,
                gaps,
                late,
                unconfirmed,
                lastGaps,
                List.of(),
                endToEndLatencyMs,
                recentLatencyMs,
                ledger,
                failure,
                channelFailure);
    }

    public boolean hasFailed() {
        return state == State.FAILED;
    }

    /** Where the consumer is in its life. */
    public enum State {
        /** No partition was assigned yet. */
        STARTING,
        RUNNING,
        STOPPED,
        /** It cannot go on; {@code failure} says why. */
        FAILED
    }
}
