package io.losslab.lab.check.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one group in one partition.
 *
 * @param instances every process that was a member, in the order they started
 * @param offsets the group's committed offsets as the group coordinator's own log has them, in its order; null when that
 *     could not be read, as on a cluster that is not the lab's
 * @param readCommitted whether its members read committed: then nothing is given to them of a transaction that is open
 * @param holes as in {@link RunEvidence}
 */
public record GroupEvidence(
        String name,
        List<Instance> instances,
        @Nullable List<OffsetEvent> offsets,
        boolean readCommitted,
        List<String> holes) {
    /** A reader that has not come yet. */
    public static GroupEvidence toCome(String name) {
        return new GroupEvidence(name, List.of(), null, false, List.of());
    }
}
