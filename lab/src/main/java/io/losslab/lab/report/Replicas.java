package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The {@code dumpedLogs} of a run in one sentence: whether the brokers' disks say what the witness says. */
final class Replicas {
    private Replicas() {}

    /** Empty when nobody had kafka-dump-log look. */
    static Optional<String> of(JsonNode dumpedLogs) {
        if (dumpedLogs.isEmpty()) {
            return Optional.empty();
        }
        TreeSet<Integer> agreeing = new TreeSet<>();
        List<String> others = new ArrayList<>();
        int replicas = 0;
        long records = 0;
        for (JsonNode log : dumpedLogs) {
            String name = "partition " + log.path("partition").asInt() + " on broker "
                    + log.path("broker").asInt();
            if (log.path("agrees").asBoolean()) {
                agreeing.add(log.path("broker").asInt());
                replicas++;
                records += log.path("records").asLong();
            } else if (log.path("inSync").asBoolean()) {
                others.add(name + " does not");
            } else if (log.path("records").asLong() > 0) {
                others.add(name + " was not in sync and not compared");
            }
        }
        String brokers = agreeing.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String text = replicas == 0
                ? "kafka-dump-log found no replica that says what the witness saw"
                : "kafka-dump-log found in " + replicas + (replicas == 1 ? " replica" : " replicas") + " ("
                        + (agreeing.size() == 1 ? "broker " : "brokers ") + brokers + ") what the witness saw: "
                        + Texts.count(records) + " records on disk";
        return Optional.of(others.isEmpty() ? text : text + "; " + String.join("; ", others));
    }
}
