package io.losslab.lab.cli;

import io.losslab.lab.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code losslab} itself. */
@Command(
        name = "losslab",
        description = "Makes data loss happen on a real Kafka, names every lost record and proves the cause.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = VersionLine.class,
        sortOptions = false,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the expected verdict (or simply: done)",
            "1:an unexpected verdict, or evidence that does not hold",
            "2:bad input; nothing was started",
            "3:this machine or that cluster does not give what is needed",
            "4:an internal error",
            "130:ended by Ctrl-C"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  losslab run data-loss                      watch a slow consumer lose data, in a minute",
            "  losslab run data-loss --set load.tps=2000  the same with a lighter load",
            "  losslab run no-loss                        the same with enough retention",
            "  losslab lost results/NAME-TIME --records    every lost record of a run, one a line",
            "  losslab explain results/NAME-TIME --partition 0 --offset 4711   the story of one record",
            "  losslab up                                 Kafka and the apps, to try things by hand",
            "  losslab doctor                             does this machine have all that is needed?"
        },
        subcommands = {
            RunCommand.class,
            ListCommand.class,
            UpCommand.class,
            DownCommand.class,
            ReportCommand.class,
            LostCommand.class,
            ExplainCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        })
final class LosslabCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.BAD_INPUT.code();
    }
}
