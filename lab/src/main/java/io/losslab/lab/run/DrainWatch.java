package io.losslab.lab.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.lab.capture.LogTails;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Follows the groups while they are let to catch up, until waiting changes nothing any more or the time is over; and says
 * of each which of these it was. Used by the run's own thread only.
 */
final class DrainWatch {
    private static final String READ_COMMITTED = "read_committed";

    private final ExperimentSpec spec;
    private final Map<String, String> groupIds;
    private final Function<String, List<ConsumerStatus>> living;
    private final LogTails tails;
    private final long startedNanos = System.nanoTime();
    private final long loadEndedMicros;
    private final Map<String, DrainState> states = new LinkedHashMap<>();
    private final Map<String, Long> settledNanos = new LinkedHashMap<>();
    private long firstSampleMicros = -1;
    private Map<Integer, Long> proven = Map.of();
    private boolean over;
    private boolean waited = true;

    /**
     * @param groupIds group id by the group's name
     * @param living what each process of a group said last that has not ended
     * @param tails not asked where there is one replica: then the high watermark is the end of the log
     */
    DrainWatch(
            ExperimentSpec spec,
            Map<String, String> groupIds,
            Function<String, List<ConsumerStatus>> living,
            LogTails tails,
            long loadEndedMicros) {
        this.spec = spec;
        this.groupIds = groupIds;
        this.living = living;
        this.tails = tails;
        this.loadEndedMicros = loadEndedMicros;
        groupIds.keySet().forEach(name -> states.put(name, DrainState.UNKNOWN));
    }

    /**
     * Judges anew, after the services were asked.
     *
     * @param sample the last one; null before the first
     */
    void look(ClusterSample sample) {
        if (over || !isOfAfterTheLoad(sample)) {
            return;
        }
        judge(sample, Set.of());
        if (spec.topic().replicationFactor() > 1 && states.values().stream().anyMatch(DrainState::isCaughtUp)) {
            judge(sample, unproven(sample));
        }
        states.forEach((name, state) -> {
            if (state.isSettled()) {
                settledNanos.putIfAbsent(name, System.nanoTime());
            } else {
                settledNanos.remove(name);
            }
        });
    }

    /** The first sample after the load may have been begun before its end, and have missed the last records. */
    private boolean isOfAfterTheLoad(ClusterSample sample) {
        if (sample == null || sample.atMicros() <= loadEndedMicros) {
            return false;
        }
        if (firstSampleMicros < 0) {
            firstSampleMicros = sample.atMicros();
        }
        return sample.atMicros() > firstSampleMicros;
    }

    private void judge(ClusterSample sample, Set<Integer> unproven) {
        groupIds.forEach((name, id) -> {
            GroupDrain drain = new GroupDrain(sample, id, living.apply(name), unproven, Map.of());
            DrainState state = drain.judge();
            if (state.reason() == DrainReason.UNREAD && state.inHand() == 0 && readsCommitted(name)) {
                Map<Integer, Long> lastStable =
                        tails.lastStable(sample.partitions().keySet());
                state = new GroupDrain(sample, id, drain.living(), unproven, lastStable).judge();
            }
            states.put(name, state);
        });
    }

    private boolean readsCommitted(String group) {
        return spec.consumers().values().stream()
                .filter(consumer -> consumer.group().equals(group))
                .anyMatch(consumer -> READ_COMMITTED.equals(consumer.config().get("isolation.level")));
    }

    /** Once proven it stays so while the end does: nobody sends any more. */
    private Set<Integer> unproven(ClusterSample sample) {
        Map<Integer, Long> ends = sample.partitions().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, partition -> partition.getValue().endOffset()));
        if (ends.equals(proven)) {
            return Set.of();
        }
        Set<Integer> unproven = tails.notProvenWhole(ends);
        if (unproven.isEmpty()) {
            proven = ends;
        }
        return unproven;
    }

    /** Whether waiting changes nothing any more, for any of the groups. */
    boolean isSettled() {
        return firstSampleMicros >= 0 && states.values().stream().allMatch(DrainState::isSettled);
    }

    /** Nobody is waited for; no more looks. */
    void skip() {
        waited = false;
        over = true;
    }

    /**
     * The wait has ended; no more looks.
     *
     * @return whether a group was waited for in vain: what is left of it is then not merely under way
     */
    boolean end() {
        over = true;
        return states.values().stream()
                .anyMatch(state -> !state.isSettled() || state.reason() == DrainReason.CHANNEL_FAILED);
    }

    /** Where a group stands, in words, while the wait is on; null before and after. */
    String text(String group) {
        return over ? null : states.get(group).text();
    }

    /** A line for each group that has not got to the end. */
    List<String> warnings() {
        List<String> lines = new ArrayList<>();
        if (waited) {
            states.forEach((name, state) -> {
                if (!state.isSettled()) {
                    lines.add("group " + name + " was not at the end when the drain deadline of "
                            + Quantity.text(spec.drain().timeout()) + " passed: " + state.text());
                } else if (!state.isCaughtUp() && state.left() + state.inHand() > 0) {
                    lines.add("group " + name + " did not get to the end: " + state.text());
                }
            });
        }
        return lines;
    }

    /** By group: how the wait for it ended. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        states.forEach((name, state) -> {
            ObjectNode group = json.putObject(name);
            if (!waited) {
                group.put("state", "not-waited");
                return;
            }
            group.put("state", word(state));
            group.put("reason", state.reason().code());
            group.put("left", state.left());
            group.put("inHand", state.inHand());
            group.put("text", state.text());
            Long settled = settledNanos.get(name);
            if (settled == null) {
                group.putNull("afterMs");
            } else {
                group.put("afterMs", (settled - startedNanos) / 1_000_000);
            }
        });
        return json;
    }

    private static String word(DrainState state) {
        if (!state.isSettled()) {
            return "deadline";
        }
        return state.isCaughtUp() ? "caught-up" : "nothing-can-move";
    }
}
