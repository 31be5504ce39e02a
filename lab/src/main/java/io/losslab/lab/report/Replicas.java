package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.result.ResultReader;
import io.losslab.contract.result.RunEntry;
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
        for (RunEntry.DumpedLog log : ResultReader.list(dumpedLogs, RunEntry.DumpedLog.class)) {
            String name = "partition " + log.partition() + " on broker " + log.broker();
            if (Boolean.TRUE.equals(log.agrees())) {
                agreeing.add(log.broker());
                replicas++;
                records += RunResult.known(log.records()).orElse(0);
            } else if (Boolean.TRUE.equals(log.inSync())) {
                others.add(name + " does not");
            } else if (RunResult.known(log.records()).orElse(0) > 0) {
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
