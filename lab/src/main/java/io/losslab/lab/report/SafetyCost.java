package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What it cost in disk to lose less: the first run beside the one it is compared with. */
final class SafetyCost {
    private SafetyCost() {}

    /** One sentence; empty when the result holds no comparison, or too little was measured to say anything. */
    static Optional<String> of(JsonNode result) {
        List<RunResult> runs = RunResult.allOf(result);
        Optional<RunResult> compared = RunResult.comparedWith(result);
        if (runs.isEmpty() || compared.isEmpty()) {
            return Optional.empty();
        }
        Side here = Side.of(nameOf(result.path("experiment"), "this run"), runs.get(0));
        Side there = Side.of(nameOf(result.path("comparison").path("experiment"), "the other"), compared.get());
        if (here.maxLog().isEmpty()
                || there.maxLog().isEmpty()
                || here.lost().isEmpty()
                || there.lost().isEmpty()) {
            return Optional.empty();
        }
        if (here.lost().getAsLong() == there.lost().getAsLong()) {
            return Optional.of("%s and %s both lost %s; their logs took %s and %s at most."
                    .formatted(here.name(), there.name(), here.lostText(), here.maxLogText(), there.maxLogText()));
        }
        boolean hereIsSafer = here.lost().getAsLong() < there.lost().getAsLong();
        Side safer = hereIsSafer ? here : there;
        Side lossy = hereIsSafer ? there : here;
        return Optional.of("%s lost %s and its log took %s at most; %s lost %s with %s%s."
                .formatted(
                        safer.name(),
                        safer.lostText(),
                        safer.maxLogText(),
                        lossy.name(),
                        lossy.lostText(),
                        lossy.maxLogText(),
                        times(safer, lossy)));
    }

    private static String times(Side safer, Side lossy) {
        if (lossy.maxLog().getAsLong() <= 0) {
            return "";
        }
        double times = (double) safer.maxLog().getAsLong() / lossy.maxLog().getAsLong();
        return String.format(Locale.ROOT, ": safety cost %.1f times the disk", times);
    }

    private static String nameOf(JsonNode name, String otherwise) {
        String plain = Texts.plain(name.asText(""));
        return plain.isEmpty() ? otherwise : plain;
    }

    private record Side(String name, OptionalLong maxLog, OptionalLong lost) {
        static Side of(String name, RunResult run) {
            return new Side(name, RunResult.known(run.disk().maxLogBytes()), run.mostLost());
        }

        String maxLogText() {
            return Texts.bytes(maxLog);
        }

        String lostText() {
            return lost.getAsLong() == 0 ? "nothing" : Texts.count(lost) + " records";
        }
    }
}
