package io.losslab.lab.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.story.Statement;
import io.losslab.lab.story.Story;
import io.losslab.lab.story.Verdict;
import io.losslab.ledger.identity.EpochClock;
import java.util.List;

/** A record's story for programs. */
final class ExplainJson {
    private ExplainJson() {}

    static ObjectNode of(Story story) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", story.id())
                .put("run", story.run())
                .put("variant", story.variant())
                .put("trial", story.trial())
                .put("kafkaVersion", story.kafkaVersion())
                .put("topic", story.topic())
                .put("partition", story.partition())
                .put("sequence", story.sequence())
                .put("offset", story.offset())
                .put("key", story.key())
                .put("evidenceDir", story.dir());
        statements(node.putArray("producer"), story.producer());
        statements(node.putArray("log"), story.log());
        ObjectNode groups = node.putObject("groups");
        for (Story.Group group : story.groups()) {
            Verdict verdict = group.verdict();
            ObjectNode one = groups.putObject(group.name())
                    .put(
                            "outcome",
                            verdict.outcome() == null ? null : verdict.outcome().code())
                    .put("lost", verdict.lost())
                    .put("detail", verdict.detail())
                    .put("at", iso(verdict.atMicros()))
                    .put("reason", verdict.reason());
            statements(one.putArray("statements"), group.statements());
        }
        ArrayNode objections = node.putArray("evidenceFaults");
        story.objections().forEach(objections::add);
        return node;
    }

    private static void statements(ArrayNode into, List<Statement> statements) {
        for (Statement statement : statements) {
            ObjectNode one = into.addObject()
                    .put("from", iso(statement.fromMicros()))
                    .put("to", iso(statement.toMicros()))
                    .put("text", statement.text());
            ArrayNode evidence = one.putArray("evidence");
            statement.evidence().forEach(evidence::add);
        }
    }

    private static String iso(long micros) {
        return micros < 0 ? null : EpochClock.instant(micros).toString();
    }
}
