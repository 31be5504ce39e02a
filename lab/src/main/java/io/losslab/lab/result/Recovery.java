package io.losslab.lab.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.act.ActKind;
import io.losslab.lab.check.evidence.PartitionLog.LeaderEpoch;
import io.losslab.lab.evidence.AckProgress;
import io.losslab.lab.evidence.BrokerEvents;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.ledger.identity.EpochClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code recovery} of a run in {@code result.json}: after each fault to brokers the elections that followed, by the
 * brokers' own logs, and how long nothing was acknowledged, by the producer's. The producer is looked at four times a
 * second, and that is how exact the latter is.
 */
final class Recovery {
    private final List<AckProgress.Look> looks;
    private final List<List<LeaderEpoch>> epochs;

    /**
     * @param looks in order of time
     * @param epochs of each partition, in order of time
     */
    Recovery(List<AckProgress.Look> looks, List<List<LeaderEpoch>> epochs) {
        this.looks = looks;
        this.epochs = epochs;
    }

    /**
     * @param dir the run's evidence folder
     */
    static ArrayNode of(Path dir, ExperimentSpec spec, String topic) throws IOException {
        List<FaultLines.Line> faults = FaultLines.read(dir, new ArrayList<>());
        BrokerEvents events = BrokerEvents.read(dir.resolve(EvidenceReader.BROKERS), topic);
        List<List<LeaderEpoch>> epochs = new ArrayList<>();
        for (int partition = 0; partition < spec.topic().partitions(); partition++) {
            epochs.add(events.epochs(partition));
        }
        return new Recovery(AckProgress.read(dir), epochs).after(faults);
    }

    /** One entry for each process that a fault was done to. */
    ArrayNode after(List<FaultLines.Line> faults) {
        ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
        List<FaultLines.Line> done = disturbances(faults);
        for (int i = 0; i < done.size(); i++) {
            FaultLines.Line fault = done.get(i);
            long until = i + 1 < done.size() ? done.get(i + 1).startedMicros() : Long.MAX_VALUE;
            ObjectNode node = nodes.addObject();
            node.put("fault", fault.fault());
            node.put("kind", fault.kind());
            node.put("subject", fault.subject());
            node.put("at", EpochClock.instant(fault.startedMicros()).toString());
            elections(node.putArray("elections"), fault.startedMicros(), until);
            silence(node, fault.startedMicros(), until);
        }
        return nodes;
    }

    /** What else is done to a process that is down already, such as to its disk, is a part of the same. */
    private static List<FaultLines.Line> disturbances(List<FaultLines.Line> faults) {
        List<FaultLines.Line> found = new ArrayList<>();
        Set<String> down = new HashSet<>();
        for (FaultLines.Line line : faults) {
            String of = line.fault() + " " + line.subject();
            if (line.step().equals("UNDONE")) {
                down.remove(of);
            } else if (disturbs(line) && (line.kind().equals("elect-leaders") || down.add(of))) {
                found.add(line);
            }
        }
        return found;
    }

    private static boolean disturbs(FaultLines.Line line) {
        boolean process = line.subject().startsWith("broker-") || line.subject().startsWith("controller-");
        return line.step().equals("INJECTED")
                && ActKind.find(line.kind()).filter(ActKind::isDisturbing).isPresent()
                && (process || line.kind().equals("elect-leaders"))
                && (line.partition() < 0 || line.kind().equals("elect-leaders"));
    }

    private void elections(ArrayNode nodes, long from, long until) {
        for (int partition = 0; partition < epochs.size(); partition++) {
            for (LeaderEpoch epoch : epochs.get(partition)) {
                if (epoch.atMicros() >= from && epoch.atMicros() < until) {
                    nodes.addObject()
                            .put("partition", partition)
                            .put("leader", epoch.leader())
                            .put("epoch", epoch.epoch())
                            .put("afterMs", (epoch.atMicros() - from) / 1_000)
                            .put("unclean", epoch.unclean());
                }
            }
        }
    }

    /** The longest time between the fault and the next one, or the end, in which nothing was acknowledged. */
    private void silence(ObjectNode node, long from, long until) {
        long longest = 0;
        long since = from;
        long endOfLongest = -1;
        for (AckProgress.Look look : looks) {
            if (look.atMicros() < from) {
                continue;
            }
            if (look.atMicros() - since > longest) {
                longest = look.atMicros() - since;
                endOfLongest = look.atMicros();
            }
            since = look.atMicros();
            if (look.atMicros() >= until) {
                break;
            }
        }
        if (endOfLongest >= 0) {
            node.put("withoutAckMs", longest / 1_000);
            node.put("ackedAgainAfterMs", (endOfLongest - from) / 1_000);
        }
    }
}
