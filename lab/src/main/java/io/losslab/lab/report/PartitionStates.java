package io.losslab.lab.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.report.TimelineCsv.RunTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Leader, ISR and ELR of each partition over time, from the timeline's cells such as {@code 0=2/5/1+2+3/2+3/-}:
 * partition, leader, its epoch, replicas, ISR, ELR. A {@code -} is none, nothing is unknown; a {@code ?} alone says that
 * no broker answers from there on.
 */
final class PartitionStates {
    private static final Pattern STATE = Pattern.compile(
            "(\\d{1,9})=(-|\\d{1,9})/(\\d{0,9})/(-|\\d{1,9}(?:\\+\\d{1,9})*)/(-|\\d{1,9}(?:\\+\\d{1,9})*)/(|-|\\d{1,9}(?:\\+\\d{1,9})*)");
    private static final String NOBODY_ANSWERS = "?";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private record Change(long atMs, String leader, String epoch, String replicas, String isr, String elr) {
        static Change nobodyAnswers(long atMs) {
            return new Change(atMs, NOBODY_ANSWERS, "", "-", "-", "");
        }

        boolean isKnown() {
            return !leader.equals(NOBODY_ANSWERS);
        }

        /** The epoch is told later than the rest: that is no change. */
        boolean isOnlyAboutTheEpoch(Change before) {
            return leader.equals(before.leader)
                    && isr.equals(before.isr)
                    && elr.equals(before.elr)
                    && before.epoch.isEmpty();
        }
    }

    private PartitionStates() {}

    /**
     * {@code partitions}: of each shown its {@code replicas} and {@code changes}, each {@code [epoch ms, leader or -1,
     * leader epoch or -1, [isr], [elr] or null]}, or {@code [epoch ms]} from when no broker answers. {@code quiet}: how many others never changed, {@code omitted}: how
     * many that did are not shown. Null when the timeline knows nothing of it.
     *
     * @param most partitions to show; those that changed come first
     * @param mostChanges to show of all of them
     */
    static ObjectNode of(RunTimeline run, int most, int mostChanges) {
        Map<Integer, List<Change>> states = read(run);
        if (states.isEmpty()) {
            return null;
        }
        List<Integer> shown = states.keySet().stream()
                .sorted((a, b) ->
                        Boolean.compare(states.get(a).size() == 1, states.get(b).size() == 1))
                .limit(most)
                .sorted()
                .toList();
        long changing = states.values().stream().filter(s -> s.size() > 1).count();
        long changingShown =
                shown.stream().filter(p -> states.get(p).size() > 1).count();
        int mostEach = Math.max(2, mostChanges / shown.size());
        ObjectNode node = JSON.objectNode();
        ArrayNode partitions = node.putArray("partitions");
        shown.forEach(p -> partitions.add(partition(p, states.get(p), mostEach)));
        node.put("omitted", changing - changingShown);
        node.put("quiet", states.size() - shown.size() - (changing - changingShown));
        return node;
    }

    private static ObjectNode partition(int number, List<Change> changes, int most) {
        ObjectNode partition = JSON.objectNode();
        partition.put("partition", number);
        Stream<String> brokers = changes.stream()
                .filter(Change::isKnown)
                .flatMap(c -> Stream.of(c.leader(), c.replicas(), c.isr()))
                .flatMap(s -> Stream.of(s.split("\\+")));
        ArrayNode replicas = partition.putArray("replicas");
        brokers.filter(b -> !b.equals("-"))
                .map(Integer::valueOf)
                .distinct()
                .sorted()
                .forEach(replicas::add);
        ArrayNode nodes = partition.putArray("changes");
        for (Change change : changes.subList(0, Math.min(most, changes.size()))) {
            ArrayNode node = nodes.addArray().add(change.atMs());
            if (!change.isKnown()) {
                continue;
            }
            node.add(number(change.leader())).add(number(change.epoch()));
            node.add(brokers(change.isr()));
            if (change.elr().isEmpty()) {
                node.addNull();
            } else {
                node.add(brokers(change.elr()));
            }
        }
        if (changes.size() > most) {
            partition.put("changesOmitted", changes.size() - most);
        }
        return partition;
    }

    private static Map<Integer, List<Change>> read(RunTimeline run) {
        Map<Integer, List<Change>> states = new TreeMap<>();
        for (int i = 0; i < run.size(); i++) {
            long at = run.at().get(i).toEpochMilli();
            if (run.replication().get(i).equals(NOBODY_ANSWERS)) {
                states.values().forEach(changes -> add(changes, Change.nobodyAnswers(at)));
                continue;
            }
            for (String cell : run.replication().get(i).split(" ")) {
                Matcher state = STATE.matcher(cell);
                if (state.matches()) {
                    Change change = new Change(
                            at, state.group(2), state.group(3), state.group(4), state.group(5), state.group(6));
                    add(states.computeIfAbsent(Integer.valueOf(state.group(1)), p -> new ArrayList<>()), change);
                }
            }
        }
        return states;
    }

    private static void add(List<Change> changes, Change change) {
        int last = changes.size() - 1;
        if (last >= 0 && !change.isKnown() && !changes.get(last).isKnown()) {
            return;
        }
        if (last >= 0 && change.isOnlyAboutTheEpoch(changes.get(last))) {
            Change first = changes.get(last);
            changes.set(
                    last,
                    new Change(
                            first.atMs(),
                            change.leader(),
                            change.epoch(),
                            change.replicas(),
                            change.isr(),
                            change.elr()));
        } else {
            changes.add(change);
        }
    }

    private static int number(String text) {
        return text.isEmpty() || text.equals("-") ? -1 : Integer.parseInt(text);
    }

    private static ArrayNode brokers(String joined) {
        ArrayNode brokers = JSON.arrayNode();
        if (!joined.equals("-")) {
            for (String broker : joined.split("\\+")) {
                brokers.add(Integer.parseInt(broker));
            }
        }
        return brokers;
    }
}
