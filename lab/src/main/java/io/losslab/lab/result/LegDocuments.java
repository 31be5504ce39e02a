package io.losslab.lab.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.contract.Outcome;
import io.losslab.lab.check.GroupAccounts;
import io.losslab.lab.check.LegAccounts;
import io.losslab.lab.check.ProducedAccounts;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.check.evidence.PassedOn;
import java.util.Map;

/** The legs behind that of the load, as {@code result.json} has them. */
final class LegDocuments {
    private LegDocuments() {}

    static ArrayNode of(RunAccounts accounts) {
        ArrayNode legs = JsonNodeFactory.instance.arrayNode();
        for (LegAccounts leg : accounts.onward()) {
            if (leg.origin() instanceof PassedOn origin) {
                write(leg, origin, accounts, legs.addObject());
            }
        }
        return legs;
    }

    private static void write(LegAccounts leg, PassedOn origin, RunAccounts accounts, ObjectNode node) {
        ProducedAccounts produced = leg.produced();
        node.put("leg", origin.leg())
                .put("group", origin.group())
                .put("topic", leg.topic())
                .put("intended", produced.intended())
                .put("acked", produced.acked())
                .put("failed", produced.failed())
                .put("witnessed", produced.witnessed())
                .put("storedNotAcked", produced.storedNotAcked())
                .put("logDuplicates", produced.logDuplicates());
        GroupAccounts reader = leg.groups().get(0);
        node.put("lost", reader.lost());
        outcomes(node.putObject("outcomes"), reader.outcomes());
        ArrayNode ranges = node.putArray("lostRanges");
        reader.lostRanges().stream()
                .limit(RunDocument.MAX_LOST_RANGES)
                .forEach(range -> ranges.add(RunDocument.range(range)));
        node.put("lostRangesOmitted", reader.lostRangeCount() - ranges.size());
        ObjectNode passedOn = node.putObject("passedOn");
        accounts.groups().stream()
                .filter(group -> group.group().equals(origin.group()))
                .forEach(group -> outcomes(passedOn, group.passedOn()));
    }

    private static void outcomes(ObjectNode node, Map<Outcome, Long> outcomes) {
        outcomes.forEach((outcome, count) -> node.put(outcome.code(), count));
    }
}
