package io.losslab.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.result.ResultJson;
import io.losslab.lab.result.StoredExperiment;
import io.losslab.lab.spec.RunNames;
import io.losslab.lab.spec.Variant;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run's result says besides the books, such as latencies, phases and settings: {@code observed.json} of its
 * evidence folder. With it the result can be built again from the evidence alone.
 *
 * @param label names the run among several, empty otherwise
 */
public record RunObservation(
        String label,
        Variant variant,
        String runId,
        Cluster cluster,
        RunNames names,
        PhaseLog phases,
        JsonNode producer,
        Map<String, List<JsonNode>> consumers,
        RunMonitor monitor,
        ClusterSample end,
        Map<String, Long> streamLines,
        List<String> warnings) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** To be called before the evidence is sealed. */
    void write(Path evidenceDir) throws IOException {
        ObjectNode observed = JSON.objectNode();
        observed.put("label", label);
        observed.put("variant", variant.name());
        ObjectNode varied = observed.putObject("varied");
        variant.values().forEach(varied::put);
        observed.put("trial", variant.trial());
        observed.put("runId", runId);
        observed.put("kafkaVersion", cluster.kafkaVersion());
        observed.put("brokers", cluster.brokerCount());
        observed.put("bootstrapServers", cluster.bootstrapServers());
        observed.put("topic", names.topic());
        ArrayNode phaseNodes = observed.putArray("phases");
        phases.phases().forEach(phase -> phaseNodes
                .addObject()
                .put("name", phase.name())
                .put("from", EpochClock.instant(phase.fromMicros()).toString())
                .put("to", EpochClock.instant(phase.toMicros()).toString()));
        observed.set("producer", producer);
        observed.set("drain", monitor.drain().json());
        observed.put("maxLogBytes", monitor.maxLogBytes());
        observed.put("finalLogBytes", end.sizeBytes());
        observed.put("endSum", end.endSum());
        ArrayNode partitions = observed.putArray("partitions");
        end.partitions().forEach((partition, sample) -> partitions
                .addObject()
                .put("partition", partition)
                .put("logStartOffset", sample.logStartOffset())
                .put("endOffset", sample.endOffset())
                .put("leader", sample.leader())
                .put("isr", sample.isr()));
        ObjectNode groups = observed.putObject("groups");
        names.groupIds().forEach((name, id) -> groups.set(name, group(name, id)));
        ObjectNode streams = observed.putObject("streams");
        new TreeMap<>(streamLines).forEach(streams::put);
        ArrayNode warningNodes = observed.putArray("warnings");
        warnings.forEach(warningNodes::add);
        observed.put(StoredExperiment.SEALED, true);
        observed.set("spec", variant.spec().document());
        ResultJson.write(evidenceDir.resolve(EvidenceFiles.OBSERVED), observed);
    }

    private ObjectNode group(String name, String id) {
        ObjectNode group = JSON.objectNode();
        group.put("groupId", id);
        group.put("maxLag", monitor.maxLag(name));
        if (monitor.minLead(name) != null) {
            group.put("minLead", monitor.minLead(name));
        }
        ObjectNode committed = group.putObject("committed");
        end.committed()
                .getOrDefault(id, Map.of())
                .forEach((partition, offset) -> committed.put(Integer.toString(partition), offset));
        ArrayNode instances = group.putArray("instances");
        consumers.getOrDefault(name, List.of()).forEach(instances::add);
        return group;
    }
}
