package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.Outcome;
import io.losslab.contract.OutcomeCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The one sentence at the top: what happened to the records, in words a person understands at once. */
final class Headline {
    private static final int MOST_VARIANTS_NAMED = 4;

    private Headline() {}

    static String of(JsonNode result) {
        List<RunResult> runs = RunResult.allOf(result);
        String happened;
        if (runs.isEmpty()) {
            happened = "No run was finished.";
        } else if (runs.size() == 1) {
            happened = ofRun(runs.get(0));
        } else {
            happened = ofRuns(runs);
        }
        if (result.path("verdict").asText().equals("INVALID_EVIDENCE")) {
            return "Evidence is missing, so this proves nothing. As far as the rest of it shows: " + happened;
        }
        return happened;
    }

    private static String ofRun(RunResult run) {
        String intended = Texts.count(run.intended());
        List<String> losses = new ArrayList<>();
        List<String> clean = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        boolean everyOneProcessed = true;
        for (GroupResult group : run.groups().values()) {
            OptionalLong lost = group.lost();
            if (lost.isEmpty()) {
                rest.add("what " + group.name() + " lost was not measured");
                everyOneProcessed = false;
            } else if (lost.getAsLong() > 0) {
                losses.add(loss(group, lost.getAsLong(), losses.isEmpty() ? " of " + intended + " records" : ""));
            } else {
                clean.add(group.name());
                everyOneProcessed &= group.processed().equals(run.intended());
            }
            long inFlight = group.inFlight().orElse(0);
            if (inFlight > 0) {
                rest.add(Texts.count(inFlight) + " were still in flight to " + group.name() + " at the end"
                        + group.keptDetails());
            }
            long unexplained = group.unexplained().orElse(0);
            if (unexplained != 0) {
                rest.add(Texts.count(unexplained) + " are unexplained for " + group.name());
            }
        }
        List<String> sentence = new ArrayList<>(losses);
        if (run.storedNothing() && losses.isEmpty()) {
            sentence.add(nothingStored(run, intended));
        } else if (!losses.isEmpty() && !clean.isEmpty()) {
            sentence.add(Texts.and(clean) + " lost none");
        } else if (!clean.isEmpty()) {
            sentence.add("None of " + intended + " records was lost"
                    + (everyOneProcessed && rest.isEmpty() ? ": " + Texts.and(clean) + " processed every one" : ""));
        }
        long failed = run.failed().orElse(0);
        if (failed > 0 && losses.isEmpty() && !run.storedNothing()) {
            sentence.add(Texts.count(failed) + " were refused and never acknowledged");
        }
        sentence.addAll(rest);
        return sentence.isEmpty() ? "No consumer group took part." : String.join("; ", sentence) + ".";
    }

    /** Where nothing came into the log nothing could be lost, and "lost none" would be praise for that. */
    private static String nothingStored(RunResult run, String intended) {
        long failed = run.failed().orElse(0);
        List<String> reasons = run.failures();
        String why = reasons.isEmpty() ? "" : " (" + Texts.and(reasons) + ")";
        return "Nothing was stored, so no group had anything to lose: "
                + (run.intended().orElse(-1) == failed
                        ? "all " + intended + " records were refused"
                        : "none of " + intended + " records was acknowledged or seen in the log")
                + why;
    }

    private static String loss(GroupResult group, long lost, String ofIntended) {
        Map<String, Long> outcomes = group.outcomes();
        List<String> causes = new ArrayList<>(group.causes());
        long allCauses = causes.stream().mapToLong(outcomes::get).sum();
        // Definitely refused records are not acknowledged either, and nothing was lost in them.
        if (allCauses - outcomes.getOrDefault(Outcome.NOT_ACKED.code(), 0L) == lost) {
            causes.remove(Outcome.NOT_ACKED.code());
        }
        String subject = Texts.count(lost) + ofIntended;
        if (causes.size() == 1) {
            String sentence = OutcomeCatalogue.sentence(causes.get(0), group.name());
            return lost == 1
                    ? subject + " was " + sentence.replace("read them", "read it")
                    : subject + " were " + sentence;
        }
        List<String> parts = causes.stream()
                .map(code -> Texts.count(outcomes.get(code)) + " " + OutcomeCatalogue.label(code))
                .toList();
        return subject + " were lost to " + group.name() + (parts.isEmpty() ? "" : ": " + Texts.and(parts));
    }

    private static String ofRuns(List<RunResult> runs) {
        Map<String, Map<String, Long>> mostLostByGroup = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (RunResult run : runs) {
            run.groups().forEach((name, group) -> {
                if (group.lost().isPresent()) {
                    mostLostByGroup
                            .computeIfAbsent(name, key -> new LinkedHashMap<>())
                            .merge(run.variant(), group.lost().getAsLong(), Math::max);
                } else {
                    unknown.add(name + " in " + (run.name().isEmpty() ? "a run" : run.name()));
                }
            });
        }
        boolean trials = runs.stream().map(RunResult::variant).distinct().count() < runs.size();
        List<String> sentence = new ArrayList<>();
        List<String> clean = new ArrayList<>();
        mostLostByGroup.forEach((group, byVariant) -> {
            if (byVariant.values().stream().allMatch(lost -> lost == 0)) {
                clean.add(group);
            } else {
                sentence.add(group + " lost " + byVariants(byVariant, trials));
            }
        });
        if (!clean.isEmpty()) {
            sentence.add(Texts.and(clean) + " lost none in any of " + runs.size() + " runs");
        }
        List<String> empty = runs.stream()
                .filter(RunResult::storedNothing)
                .map(run -> run.variant().isEmpty() ? "some trials" : run.variant())
                .distinct()
                .toList();
        if (!empty.isEmpty()) {
            sentence.add("nothing was stored with "
                    + (empty.size() > MOST_VARIANTS_NAMED ? empty.size() + " variants" : Texts.and(empty)));
        }
        if (!unknown.isEmpty()) {
            sentence.add("not measured: " + Texts.and(unknown));
        }
        return sentence.isEmpty() ? "No consumer group took part." : String.join("; ", sentence) + ".";
    }

    private static String byVariants(Map<String, Long> mostLost, boolean trials) {
        if (mostLost.size() > MOST_VARIANTS_NAMED) {
            long losing = mostLost.values().stream().filter(lost -> lost > 0).count();
            Map.Entry<String, Long> worst = mostLost.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow();
            return "records with %d of %d variants, at most %s with %s"
                    .formatted(losing, mostLost.size(), Texts.count(worst.getValue()), worst.getKey());
        }
        if (mostLost.keySet().equals(Set.of(""))) {
            return "up to " + Texts.count(mostLost.get("")) + " records in a trial";
        }
        List<String> parts = new ArrayList<>();
        mostLost.forEach((variant, lost) -> {
            String records = parts.isEmpty() && lost > 0 ? " records" : "";
            String amount = lost == 0 ? "none" : (trials ? "up to " : "") + Texts.count(lost) + records;
            parts.add(amount + " with " + variant);
        });
        return Texts.and(parts);
    }
}
