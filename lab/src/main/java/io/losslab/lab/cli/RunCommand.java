package io.losslab.lab.cli;

import io.losslab.lab.LabException;
import io.losslab.lab.cli.terminal.LiveDisplay;
import io.losslab.lab.place.PlaceChoice;
import io.losslab.lab.report.BalanceSheet;
import io.losslab.lab.report.ReportWriter;
import io.losslab.lab.result.ExperimentOutcome;
import io.losslab.lab.run.ExperimentRunner;
import io.losslab.lab.run.RunRequest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code losslab run}. */
@Command(
        name = "run",
        description = "Runs an experiment, shows it live, balances the books of every group and gives a verdict.",
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the expected verdict",
            "1:an unexpected verdict, or evidence that does not hold",
            "2:bad input; nothing was started",
            "3:this machine or that cluster does not give what is needed",
            "4:an internal error",
            "130:ended by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  losslab run data-loss",
            "  losslab run data-loss --set load.duration=10s --set consumers.slow.delay=20ms",
            "  losslab run my-experiment.yaml --out /tmp/my-results",
            "  losslab run data-loss --bootstrap-servers kafka-1:9092,kafka-2:9092 --command-config client.properties",
            "",
            "The result folder has report.html, result.json, timeline.csv and evidence/."
        })
final class RunCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "NAME|FILE.yaml", description = "An experiment of `losslab list`, or a file of your own.")
    private String experiment;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Override a value of the experiment, such as load.tps=2000; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the results go; by default a new folder below results/ of the project.")
    private Path out;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "H:P[,H:P]",
            description = "Run on this cluster instead of a Kafka of the lab's own. Only topics and groups that the run"
                    + " creates itself are touched.")
    private String bootstrapServers;

    @Option(
            names = "--place",
            paramLabel = "PLACE",
            description =
                    "Where Kafka runs: `embedded` (default), processes of the lab's own; `compose`, containers by the"
                            + " files in deploy/ (needs Docker).")
    private String place = "embedded";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Client properties (TLS, SASL) for that cluster, in a file as Kafka's own tools take it.")
    private Path commandConfig;

    @Option(
            names = "--keep",
            description = "Leave Kafka (or, on a cluster of yours, the topic) there afterwards for a look with other"
                    + " tools; `losslab down` ends it.")
    private boolean keep;

    @Option(
            names = "--dump-logs",
            description =
                    "At the end have Kafka's own kafka-dump-log read every replica's files, and hold what it finds"
                            + " against the evidence: a difference is INVALID_EVIDENCE. Embedded brokers only; about 5 s a"
                            + " broker, more for millions of records.")
    private boolean dumpLogs;

    @Option(names = "--quiet", description = "No live display: only the result, on standard output.")
    private boolean quiet;

    @Override
    public Integer call() {
        for (String set : sets) {
            if (set.indexOf('=') < 1) {
                throw new LabException.BadInput("--set: `" + set + "` has no key and value; allowed: KEY=VALUE");
            }
        }
        PlaceChoice choice = PlaceChoice.parse(place, bootstrapServers, commandConfig);
        if (keep) {
            choice.requireKeepable();
        }
        RunRequest request = new RunRequest(
                experiment,
                List.copyOf(sets),
                out,
                choice,
                RunRequest.Afterwards.of(keep, dumpLogs),
                Launch.home().root(),
                "losslab "
                        + spec.commandLine().getParent().getParseResult().originalArgs().stream()
                                .map(RunCommand::quoted)
                                .collect(Collectors.joining(" ")));
        LiveDisplay display = new LiveDisplay(spec.commandLine().getErr(), mode());
        ExperimentOutcome outcome;
        try {
            outcome = new ExperimentRunner(display).run(request);
        } finally {
            display.clear();
        }
        ReportWriter.write(outcome.dir());
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.println(BalanceSheet.render(outcome.result(), outcome.dir(), Launch.colors(), WIDTH));
        outcome.kept().forEach(line -> stdout.println("Kept: " + line));
        stdout.flush();
        return outcome.exitCode().code();
    }

    /** As a shell takes it back: the report says how to run it again. */
    static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private LiveDisplay.Mode mode() {
        if (quiet) {
            return LiveDisplay.Mode.QUIET;
        }
        return Launch.interactive() ? LiveDisplay.Mode.BLOCK : LiveDisplay.Mode.LINES;
    }
}
