package io.losslab.lab.cli;

import io.losslab.lab.LabException;
import io.losslab.lab.report.ReportWriter;
import java.nio.file.Files;
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
        description =
                "Writes report.html of a finished run once more, from the result.json and timeline.csv in its folder.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "DIR", description = "The result folder of a run.")
    private Path dir;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(dir.resolve("result.json"))) {
            throw new LabException.BadInput(dir + " is not the result folder of a run: it has no result.json");
        }
        ReportWriter.write(dir);
        spec.commandLine()
                .getOut()
                .println(dir.resolve("report.html").toAbsolutePath().normalize());
        return 0;
    }
}
