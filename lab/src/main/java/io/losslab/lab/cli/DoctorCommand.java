package io.losslab.lab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code losslab doctor}. */
@Command(
        name = "doctor",
        description = "Tells whether this machine has what the lab needs, and what to do where it has not.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all that is needed is there (warnings allowed)", "3:something needed is missing"})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        return Checkup.of(Launch.home()).print(spec.commandLine().getOut()).code();
    }
}
