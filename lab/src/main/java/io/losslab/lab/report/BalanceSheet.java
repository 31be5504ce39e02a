package io.losslab.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.Outcome;
import io.losslab.contract.OutcomeCatalogue;
import io.losslab.contract.result.Expectation;
import io.losslab.contract.result.GroupEntry;
import io.losslab.contract.result.Percentiles;
import io.losslab.contract.result.ResultReader;
import io.losslab.lab.text.Style;
import io.losslab.lab.text.TextTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What stands in the terminal when a run is over: the verdict, one sentence, and the accounts of each group. Plain ASCII
 * but for what the result itself says, so that it is right on any terminal and in any log.
 */
public final class BalanceSheet {
    private static final int NARROWEST = 60;
    private static final int WIDEST = 110;
    private static final int LABEL_WIDTH = 34;
    private static final int MOST_SHEETS = 4;
    private static final int MOST_EXPECTATIONS = 40;

    private final JsonNode result;
    private final Style style;
    private final int width;
    private final StringBuilder out = new StringBuilder();

    private BalanceSheet(JsonNode result, boolean colour, int width) {
        this.result = result;
        this.style = new Style(colour);
        this.width = Math.max(NARROWEST, Math.min(WIDEST, width));
    }

    /** As {@link #render(JsonNode, Path, boolean, int)}, without saying where the results are. */
    public static String render(JsonNode result, boolean colour, int width) {
        return render(result, null, colour, width);
    }

    /**
     * @param result {@code result.json}
     * @param dir the folder of the results, named in the last line; may be null
     * @param colour whether to use ANSI colours (the caller honours NO_COLOR and whether this is a terminal)
     * @param width columns of the terminal; 80 where it is unknown
     * @return lines that end in a line feed
     */
    public static String render(JsonNode result, Path dir, boolean colour, int width) {
        return new BalanceSheet(result, colour, width).render(dir);
    }

    private String render(Path dir) {
        header();
        List<RunResult> runs = RunResult.allOf(result);
        JsonNode variants = VariantComparison.of(runs);
        Optional<OutcomeMatrix> matrix = OutcomeMatrix.of(result, runs).filter(OutcomeMatrix::hasPromises);
        if (matrix.isPresent()) {
            line(new MatrixTable(matrix.get()).render(style, width));
        } else if (VariantTable.isFor(variants)) {
            line(new VariantTable(variants).render(style, width));
            line("");
        } else if (runs.size() > 1) {
            overview(runs);
        }
        if (runs.size() <= MOST_SHEETS) {
            runs.forEach(run -> sheet(run, runs.size() > 1));
        } else {
            line("The balance sheet of each of the " + runs.size() + " runs is in the report.");
            line("");
        }
        expectations();
        SafetyCost.of(result).ifPresent(cost -> {
            line(style.bold("What safety cost"));
            wrapped("  ", cost);
            line("");
        });
        if (dir != null) {
            line(style.bold("Results") + "   " + dir);
            line("          report.html (open in a browser), result.json, timeline.csv, evidence/");
        }
        return out.toString();
    }

    private void header() {
        String experiment = Texts.plain(result.path("experiment").asText("run"));
        String title = Texts.plain(result.path("title").asText(""));
        line("");
        wrapped("", style.bold(experiment) + (title.isEmpty() ? "" : "  " + title));
        line("");
        String verdict = Texts.plain(result.path("verdict").asText(""));
        switch (verdict) {
            case "EXPECTED" -> line(style.good("EXPECTED") + "  as the experiment says it should be");
            case "UNEXPECTED" -> line(style.bad("UNEXPECTED") + "  not as the experiment says it should be");
            case "INVALID_EVIDENCE" -> line(style.bad("INVALID_EVIDENCE") + "  evidence is missing: no verdict");
            default -> line(style.bad("NO VERDICT"));
        }
        wrapped("", Headline.of(result));
        line("");
    }

    /** One line a run, so that variants can be compared at a glance. */
    private void overview(List<RunResult> runs) {
        Set<String> groups = new LinkedHashSet<>();
        runs.forEach(run -> groups.addAll(run.groups().keySet()));
        TextTable table = new TextTable(width, LABEL_WIDTH, "Lost, by run");
        table.columns(List.copyOf(groups));
        for (RunResult run : runs) {
            List<String> cells = new ArrayList<>();
            for (String name : groups) {
                GroupResult group = run.groups().get(name);
                cells.add(group == null ? "" : cell(group.lost()));
            }
            table.row(run.name().isEmpty() ? "run" : run.name(), cells, true);
        }
        out.append(table.render(style));
        line("");
    }

    private void sheet(RunResult run, boolean named) {
        Collection<GroupResult> groups = run.groups().values();
        TextTable table =
                new TextTable(width, LABEL_WIDTH, named && !run.name().isEmpty() ? run.name() : "Balance sheet");
        table.columns(List.copyOf(run.groups().keySet()));
        OptionalLong intended = run.intended();
        table.row("intended records", each(groups, group -> cell(intended)));
        table.rule();
        for (Outcome outcome : OutcomeCatalogue.balance()) {
            if (outcome == Outcome.PROCESSED) {
                table.row("  processed", each(groups, group -> cell(group.processed())));
            } else if (outcome == Outcome.IN_FLIGHT) {
                unknownCauses(groups).forEach(code -> outcomeRow(table, groups, code, "lost: " + code, true));
                table.row("  " + outcome.label(), each(groups, group -> cell(group.inFlight())));
            } else {
                boolean isLoss = outcome.kind() == Outcome.Kind.LOST;
                outcomeRow(table, groups, outcome.code(), (isLoss ? "lost: " : "") + outcome.label(), isLoss);
            }
        }
        if (groups.stream().allMatch(group -> group.causes().isEmpty())) {
            table.row("  lost", each(groups, group -> cell(group.lost())));
        }
        table.rule();
        boolean balanced = groups.stream().allMatch(group -> group.unexplained().orElse(0) == 0);
        table.row("unexplained", each(groups, group -> cell(group.unexplained())), !balanced);
        table.gap();
        if (groups.stream()
                .anyMatch(group -> group.causes().size() > 1 || group.lost().isEmpty())) {
            table.row("lost in all", each(groups, group -> cell(group.lost())), true);
        }
        table.row("first loss, after load start", each(groups, group -> firstLoss(run, group)));
        table.row("duplicates", each(groups, group -> cell(group.duplicates())));
        optionalRow(table, groups, "out of order", GroupEntry::outOfOrder);
        optionalRow(table, groups, "corrupt", GroupEntry::corrupt);
        table.row(
                "largest lag",
                each(groups, group -> cell(RunResult.known(group.entry().maxLag()))));
        table.row(
                "end-to-end latency p50", each(groups, group -> Texts.millis(group.endToEndLatency(Percentiles::p50))));
        table.row(
                "end-to-end latency p99", each(groups, group -> Texts.millis(group.endToEndLatency(Percentiles::p99))));
        out.append(table.render(style));
        line("");
        facts(run);
    }

    /** Rows for what did not occur anywhere are left out; they would be most of the table. */
    private void outcomeRow(
            TextTable table, Collection<GroupResult> groups, String code, String label, boolean isLoss) {
        if (groups.stream().anyMatch(group -> group.outcomes().getOrDefault(code, 0L) != 0)) {
            table.row(
                    "  " + label,
                    each(groups, group -> Texts.count(group.outcomes().getOrDefault(code, 0L))),
                    isLoss);
        }
    }

    private void optionalRow(
            TextTable table, Collection<GroupResult> groups, String label, Function<GroupEntry, Long> field) {
        Function<GroupResult, OptionalLong> value = group -> RunResult.known(field.apply(group.entry()));
        if (groups.stream().anyMatch(group -> value.apply(group).orElse(0) != 0)) {
            table.row(label, each(groups, group -> cell(value.apply(group))), true);
        }
    }

    private static Set<String> unknownCauses(Collection<GroupResult> groups) {
        Set<String> codes = new LinkedHashSet<>();
        groups.forEach(group -> group.outcomes().keySet().stream()
                .filter(code -> Outcome.of(code).isEmpty())
                .forEach(codes::add));
        return codes;
    }

    private void facts(RunResult run) {
        fact(
                "Load",
                Texts.count(run.intended()) + " intended, "
                        + Texts.count(run.acked()) + " acknowledged, "
                        + Texts.count(run.failed()) + " failed, "
                        + Texts.count(run.indeterminate()) + " indeterminate");
        fact(
                "Rate",
                Texts.rate(run.achievedTps()) + " achieved of "
                        + Texts.rate(run.targetTps()) + " asked for; send latency p99 "
                        + Texts.millis(run.sendLatency(Percentiles::p99)) + ", max "
                        + Texts.millis(run.sendLatency(Percentiles::max)));
        Outage.of(run.json().path("recovery")).ifPresent(outage -> fact("Outage", outage));
        fact(
                "Disk",
                "log of " + Texts.bytes(RunResult.known(run.disk().maxLogBytes())) + " at most, "
                        + Texts.bytes(RunResult.known(run.disk().finalLogBytes())) + " at the end; "
                        + Texts.bytes(RunResult.known(run.disk().writtenBytes())) + " of values written");
        Replicas.of(run.json().path("dumpedLogs")).ifPresent(replicas -> fact("Replicas", replicas));
        RunResult.orEmpty(run.entry().warnings()).forEach(line -> fact("Warning", Texts.plain(line)));
        RunResult.orEmpty(run.entry().evidenceFaults()).forEach(line -> fact("Evidence", Texts.plain(line)));
        line("");
    }

    private void expectations() {
        List<Expectation> expectations = ResultReader.list(result.path("expectations"), Expectation.class);
        if (expectations.isEmpty()) {
            return;
        }
        line(style.bold("Expectations"));
        boolean many = expectations.size() > MOST_EXPECTATIONS;
        int held = 0;
        for (Expectation expectation : expectations) {
            if (many && Boolean.TRUE.equals(expectation.held())) {
                held++;
                continue;
            }
            String mark = expectation.held() == null
                    ? "not judged  "
                    : expectation.held() ? style.good("held") + "        " : style.bad("FAILED") + "      ";
            hanging("  " + mark, 14, Texts.plain(Objects.requireNonNullElse(expectation.text(), "")));
        }
        if (held > 0) {
            String which = held == expectations.size() ? "all " + held : held + " of " + expectations.size();
            hanging("  " + style.good("held") + "        ", 14, which + "; each is in result.json");
        }
        line("");
    }

    private static List<String> each(Collection<GroupResult> groups, Function<GroupResult, String> cell) {
        return groups.stream().map(cell).toList();
    }

    private static String cell(OptionalLong value) {
        return Texts.count(value);
    }

    private static String firstLoss(RunResult run, GroupResult group) {
        if (group.lost().orElse(-1) == 0) {
            return "none";
        }
        Optional<Duration> after = group.firstLossAt().flatMap(run::sinceLoadStart);
        return after.map(duration -> String.format(Locale.ROOT, "%,.1f s", duration.toMillis() / 1000.0))
                .orElse(Texts.NOT_MEASURED);
    }

    private void fact(String name, String text) {
        hanging(style.bold(name) + " ".repeat(Math.max(1, 10 - name.length())), 10, text);
    }

    private void wrapped(String indent, String text) {
        hanging(indent, indent.length(), text);
    }

    /** @param start what the first line begins with, {@code startWidth} columns wide on the screen */
    private void hanging(String start, int startWidth, String text) {
        String indent = start;
        for (String part : Style.wrap(text, width - startWidth)) {
            line(indent + part);
            indent = " ".repeat(startWidth);
        }
    }

    private void line(String text) {
        out.append(text.stripTrailing()).append('\n');
    }
}
