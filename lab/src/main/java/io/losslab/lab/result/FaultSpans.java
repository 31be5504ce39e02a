package io.losslab.lab.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.act.ActKind;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.ledger.identity.EpochClock;
import java.util.ArrayList;
import java.util.List;

/** {@code faults} of a run in {@code result.json}: what was done to it, from when to when. */
final class FaultSpans {
    private record Open(FaultLines.Line line, ObjectNode span) {}

    private FaultSpans() {}

    /**
     * One span for each process, topic or group that a fault was done to. {@code to} is null where it was never undone.
     *
     * @param lines of {@code faults.csv}, in their order
     */
    static ArrayNode of(List<FaultLines.Line> lines) {
        ArrayNode spans = JsonNodeFactory.instance.arrayNode();
        List<Open> open = new ArrayList<>();
        for (FaultLines.Line line : lines) {
            switch (line.step()) {
                case "UNDONE" -> close(open, line);
                case "FAILED" -> span(spans, line).put("failed", true).put("to", iso(line.doneMicros()));
                case "REFUSED" -> span(spans, line).put("refused", true).put("to", iso(line.doneMicros()));
                case "LATE" -> {
                    // what then happens has a span of its own
                }
                default -> {
                    if (open.stream().anyMatch(one -> isPartOf(one, line))) {
                        break; // such as what happened to its disk
                    }
                    ObjectNode span = span(spans, line);
                    if (ActKind.find(line.kind()).filter(ActKind::isMoment).isPresent()) {
                        span.put("to", iso(line.doneMicros()));
                    } else {
                        span.putNull("to");
                        open.add(new Open(line, span));
                    }
                }
            }
        }
        return spans;
    }

    private static boolean isPartOf(Open one, FaultLines.Line line) {
        return one.line().fault() == line.fault() && one.line().subject().equals(line.subject());
    }

    private static ObjectNode span(ArrayNode spans, FaultLines.Line line) {
        ObjectNode span = spans.addObject();
        span.put("fault", line.fault()).put("kind", line.kind()).put("target", line.target());
        span.put("subject", line.subject()).put("from", iso(line.startedMicros()));
        span.put("text", line.text());
        if (line.partition() >= 0) {
            span.put("partition", line.partition());
        }
        if (line.offset() >= 0) {
            span.put("offset", line.offset());
        }
        return span;
    }

    /** A service that is started again has a new name: then it is the first of its fault that is still open. */
    private static void close(List<Open> open, FaultLines.Line undone) {
        open.stream()
                .filter(one -> one.line().fault() == undone.fault()
                        && one.line().subject().equals(undone.subject()))
                .findFirst()
                .or(() -> open.stream()
                        .filter(one -> one.line().fault() == undone.fault())
                        .findFirst())
                .ifPresent(one -> {
                    one.span().put("to", iso(undone.doneMicros()));
                    one.span().put("undone", undone.text());
                    open.remove(one);
                });
    }

    private static String iso(long micros) {
        return EpochClock.instant(micros).toString();
    }
}
