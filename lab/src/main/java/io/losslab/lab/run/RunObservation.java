package io.losslab.lab.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.StatusJson;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.result.ResultJson;
import io.losslab.lab.result.StoredExperiment;
import io.losslab.lab.spec.Variant;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What a run's result says besides the books, such as latencies, phases and settings: {@code observed.json} of its
 * evidence folder. With it the result can be built again from the evidence alone.
 */
final class RunObservation {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RunContext run;
    private final Map<String, List<ConsumerStatus>> consumers;
    private final ClusterSample end;

    /**
     * @param consumers what each said last, by group
     * @param end the last sample
     */
    RunObservation(RunContext run, Map<String, List<ConsumerStatus>> consumers, ClusterSample end) {
        this.run = run;
        this.consumers = consumers;
        this.end = end;
    }

    /** To be called before the evidence is sealed. */
    void write() throws IOException {
        RunScope scope = run.scope();
        Variant variant = scope.variant();
        Cluster cluster = run.cluster();
        ObjectNode observed = JSON.objectNode();
        observed.put("label", scope.label());
        observed.put("variant", variant.name());
        ObjectNode varied = observed.putObject("varied");
        variant.values().forEach(varied::put);
        observed.put("trial", variant.trial());
        observed.put("runId", scope.runId());
        observed.put("kafkaVersion", cluster.kafkaVersion());
        observed.put("brokers", cluster.brokerCount());
        observed.put("bootstrapServers", cluster.bootstrapServers());
        observed.put("topic", run.names().topic());
        ArrayNode phaseNodes = observed.putArray("phases");
        scope.phases().phases().forEach(phase -> phaseNodes
                .addObject()
                .put("name", phase.name())
                .put("from", EpochClock.instant(phase.fromMicros()).toString())
                .put("to", EpochClock.instant(phase.toMicros()).toString()));
        observed.set("producer", StatusJson.write(run.producer()));
        observed.set("drain", run.monitor().drain().json());
        observed.put("maxLogBytes", run.monitor().maxLogBytes());
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
        run.names().groupIds().forEach((name, id) -> groups.set(name, group(name, id)));
        ObjectNode streams = observed.putObject("streams");
        run.recorders().lines().forEach(streams::put);
        ArrayNode warningNodes = observed.putArray("warnings");
        run.warnings().forEach(warningNodes::add);
        observed.put(StoredExperiment.SEALED, true);
        observed.set("spec", variant.spec().document());
        ResultJson.write(scope.dir().resolve(EvidenceFiles.OBSERVED), observed);
    }

    private ObjectNode group(String name, String id) {
        ObjectNode group = JSON.objectNode();
        group.put("groupId", id);
        group.put("maxLag", run.monitor().maxLag(name));
        if (run.monitor().minLead(name) != null) {
            group.put("minLead", run.monitor().minLead(name));
        }
        ObjectNode committed = group.putObject("committed");
        end.committed()
                .getOrDefault(id, Map.of())
                .forEach((partition, offset) -> committed.put(Integer.toString(partition), offset));
        ArrayNode instances = group.putArray("instances");
        consumers.getOrDefault(name, List.of()).forEach(status -> instances.add(StatusJson.write(status)));
        return group;
    }
}
