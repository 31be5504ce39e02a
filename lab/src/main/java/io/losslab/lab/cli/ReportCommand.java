package io.losslab.lab.cli;

import io.losslab.lab.ExitCode;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.report.ReportWriter;
import io.losslab.lab.result.StoredExperiment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code losslab report}. */
@Command(
        name = "report",
        description = {
            "Judges a finished run again from the evidence in its folder, compares with the result.json there, and writes"
                    + " report.html once more.",
            "Another result than the stored one is named, and stored instead."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the expected verdict",
            "1:an unexpected verdict, or evidence that does not hold",
            "2:bad input",
            "3:the evidence cannot be read"
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "DIR", description = "The result folder of a run.")
    private Path dir;

    @Override
    public Integer call() {
        StoredExperiment.Judged judged = StoredExperiment.judgeAgain(dir);
        PrintWriter out = spec.commandLine().getOut();
        if (judged.again() == StoredExperiment.Again.NOT_POSSIBLE) {
            out.println(judged.verdict() + "  " + judged.note());
            return ExitCode.UNEXPECTED.code();
        }
        Path page = ReportWriter.write(dir);
        out.println(judged.verdict() + "  " + judged.note());
        out.println(page.toAbsolutePath().normalize());
        return (judged.verdict() == Verdict.EXPECTED ? ExitCode.EXPECTED : ExitCode.UNEXPECTED).code();
    }
}
