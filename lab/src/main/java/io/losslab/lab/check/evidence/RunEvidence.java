package io.losslab.lab.check.evidence;

import java.util.List;
import java.util.function.IntFunction;

/**
 * All that a run captured. The streams of a partition are read when they are asked for, and may be asked for again.
 *
 * @param legs that of the load first, each other one behind the leg that it comes from
 * @param drainDeadlinePassed whether the lab waited for the groups until the deadline and some were not at the end;
 *     false also when it did not wait at all
 * @param holes what is missing in evidence that belongs to no single partition, each in one line that begins with the
 *     stream and names the gap
 */
public record RunEvidence(List<Leg> legs, boolean drainDeadlinePassed, List<String> holes) {
    /** The leg of the load. */
    public Leg load() {
        return legs.get(0);
    }

    /** Of the leg of the load. */
    public int partitions() {
        return load().partitions();
    }

    /** Of the leg of the load, in the order of the experiment. */
    public List<String> groups() {
        return load().groups();
    }

    /** Of the leg of the load. */
    public IntFunction<PartitionEvidence> reader() {
        return load().reader();
    }

    /** The legs that go on from a group. */
    public List<Leg> onwardFrom(String group) {
        return legs.stream()
                .filter(leg -> leg.origin() instanceof PassedOn passed
                        && passed.group().equals(group))
                .toList();
    }
}
