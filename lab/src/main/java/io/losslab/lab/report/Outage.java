package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.OptionalDouble;

/** The {@code recovery} of a run in one sentence: how long it took after faults to brokers. */
final class Outage {
    private Outage() {}

    /** Empty when no fault was done to a broker. */
    static Optional<String> of(JsonNode recovery) {
        int faults = recovery.size();
        if (faults == 0) {
            return Optional.empty();
        }
        OptionalDouble leader = OptionalDouble.empty();
        OptionalDouble silence = OptionalDouble.empty();
        for (JsonNode fault : recovery) {
            for (JsonNode election : fault.path("elections")) {
                leader = larger(leader, election.path("afterMs").asDouble());
            }
            if (fault.has("withoutAckMs")) {
                silence = larger(silence, fault.path("withoutAckMs").asDouble());
            }
        }
        String text = faults + (faults == 1 ? " fault" : " faults") + " to brokers; ";
        text += leader.isEmpty() ? "no election" : "a new leader after " + Texts.millis(leader) + " at most";
        return Optional.of(text
                + (silence.isEmpty()
                        ? "; nothing was acknowledged again"
                        : "; " + Texts.millis(silence) + " without an acknowledgement at most"));
    }

    private static OptionalDouble larger(OptionalDouble one, double other) {
        return OptionalDouble.of(Math.max(one.orElse(0), other));
    }
}
