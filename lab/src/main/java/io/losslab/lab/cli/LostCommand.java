package io.losslab.lab.cli;

import io.losslab.contract.Outcome;
import io.losslab.lab.LabException;
import io.losslab.lab.Suggestion;
import io.losslab.lab.story.LostRecords;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code losslab lost}. */
@Command(
        name = "lost",
        description = "Lists what a run lost, range by range or record by record, from the evidence in its folder.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:listed (also when nothing was lost)",
            "1:the evidence does not hold: what is listed is not proven, or nothing can be listed",
            "2:bad input, such as a filter that names what does not occur",
            "3:the folder's evidence cannot be read"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  losslab lost results/data-loss-20261121-101500",
            "  losslab lost DIR --group slow-consumer-group --partition 0 --offset 1000..1999 --records",
            "  losslab lost DIR --cause retention-deleted --records --json | jq -r .id",
            "  losslab lost DIR --variant acks=1 --csv > lost.csv",
            "",
            "The list goes to standard output, the total to standard error."
        })
final class LostCommand implements Callable<Integer> {
    private static final Pattern OFFSETS = Pattern.compile("(\\d{1,18})(?:\\.\\.(\\d{1,18}))?");

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "DIR", description = "The result folder of a run.")
    private Path dir;

    @Option(names = "--records", description = "One line for each record instead of each range.")
    private boolean records;

    @ArgGroup
    private Format format;

    /** At most one. */
    private static final class Format {
        @Option(names = "--csv", description = "As CSV, with a header line.")
        private boolean csv;

        @Option(names = "--json", description = "As JSON, one object a line.")
        private boolean json;
    }

    @Option(names = "--group", paramLabel = "NAME", description = "Only what this group lost.")
    private String group;

    @Option(names = "--partition", paramLabel = "P", description = "Only of this partition.")
    private Integer partition;

    @Option(names = "--cause", paramLabel = "CODE", description = "Only by this cause, such as retention-deleted.")
    private String cause;

    @Option(
            names = "--offset",
            paramLabel = "A..B",
            description = "Only these offsets, both included; or a single one.")
    private String offset;

    @Option(names = "--run", paramLabel = "ID", description = "Only of the run with this id.")
    private String run;

    @Option(names = "--variant", paramLabel = "NAME", description = "Only of this variant's runs.")
    private String variant;

    @Option(names = "--limit", paramLabel = "N", description = "At most this many lines.")
    private Long limit;

    @Override
    public Integer call() {
        LostRecords.Filter filter = new LostRecords.Filter(run, variant, group, partition, cause(), offsets(offset));
        if (limit != null && limit < 1) {
            throw new LabException.BadInput("--limit is " + limit + "; allowed: 1 or more");
        }
        LostRecords lost = LostRecords.open(dir);
        PrintWriter err = spec.commandLine().getErr();
        List<String> objections = lost.objections(filter);
        int code = CommandLines.proven("listed", objections, err).code();
        PrintWriter stdout = spec.commandLine().getOut();
        PrintWriter out = new PrintWriter(new BufferedWriter(stdout, 1 << 16));
        LossList list =
                new LossList(layout(), records, limit == null ? Long.MAX_VALUE : limit, out, stdout::checkError);
        lost.read(filter, list::add);
        list.end();
        if (list.isEmpty() && !objections.isEmpty()) {
            err.println("nothing is listed, and that nothing was lost is not proven");
        } else {
            err.println(list.total() + (objections.isEmpty() ? "" : " (not proven)"));
        }
        return code;
    }

    private LossList.Layout layout() {
        if (format == null) {
            return LossList.Layout.TABLE;
        }
        return format.csv ? LossList.Layout.CSV : LossList.Layout.JSON;
    }

    private Outcome cause() {
        if (cause == null) {
            return null;
        }
        List<String> allowed = LostRecords.causes();
        if (!allowed.contains(cause)) {
            throw new LabException.BadInput("--cause: `" + cause + "` is no cause of loss"
                    + Suggestion.nearest(cause, allowed)
                            .map(name -> "; did you mean " + name + "?")
                            .orElse("; allowed: " + String.join(", ", allowed)));
        }
        return Outcome.of(cause).orElseThrow();
    }

    private static LostRecords.Offsets offsets(String text) {
        if (text == null) {
            return null;
        }
        Matcher matcher = OFFSETS.matcher(text);
        if (matcher.matches()) {
            long first = Long.parseLong(matcher.group(1));
            long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
            if (first <= last) {
                return new LostRecords.Offsets(first, last);
            }
        }
        throw new LabException.BadInput(
                "--offset: `" + text + "` is no range of offsets; allowed: A..B with A up to B, or a single offset");
    }
}
