package io.losslab.lab.cli;

import io.losslab.lab.ExitCode;
import io.losslab.lab.LabException;
import io.losslab.lab.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Puts the command line together: where words go, and what becomes of mistakes. */
final class CommandLines {
    private CommandLines() {}

    static CommandLine create(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new LosslabCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Launch.colors() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler((exception, arguments) -> badInput(exception, err))
                .setExecutionExceptionHandler((exception, command, parsed) -> failed(exception, args, err));
        return line;
    }

    private static int badInput(CommandLine.ParameterException exception, PrintWriter err) {
        err.println("losslab: " + oneLine(message(exception)) + " (see "
                + exception.getCommandLine().getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.BAD_INPUT.code();
    }

    private static String message(CommandLine.ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        if (exception instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            boolean isOption = unmatched.isUnknownOption();
            boolean isCommand = !isOption && !command.getSubcommands().isEmpty();
            List<String> known = isOption
                    ? command.getCommandSpec().optionsMap().keySet().stream()
                            .filter(name -> name.startsWith("--"))
                            .toList()
                    : List.copyOf(command.getSubcommands().keySet());
            String what = isOption ? "unknown option " : isCommand ? "unknown command " : "one argument too many: ";
            String nearest = Suggestion.nearest(word, known)
                    .map(name -> "; did you mean " + name + "?")
                    .orElse("");
            String allowed = isCommand ? "; allowed: " + known.stream().sorted().collect(Collectors.joining(", ")) : "";
            return what + "`" + word + "`" + nearest + (nearest.isEmpty() ? allowed : "");
        }
        if (exception instanceof MissingParameterException missing) {
            return "missing "
                    + missing.getMissing().stream().map(ArgSpec::paramLabel).collect(Collectors.joining(", "));
        }
        String text = exception.getMessage().replace('\'', '`');
        return Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static int failed(Exception exception, String[] args, PrintWriter err) {
        boolean verbose = Arrays.asList(args).contains("--verbose");
        if (verbose) {
            exception.printStackTrace(err);
        }
        if (Main.isEnding()) {
            return ExitCode.INTERRUPTED.code();
        }
        if (exception instanceof LabException known) {
            err.println("losslab: " + oneLine(known.getMessage()));
            return known.exitCode().code();
        }
        err.println("losslab: internal error: " + oneLine(exception.toString()) + traceFile(exception, args));
        return ExitCode.INTERNAL.code();
    }

    /**
     * What a command that reads stored evidence ends with: said with a warning where the evidence does not hold.
     *
     * @param said what the command did with it
     */
    static ExitCode proven(String said, List<String> faults, PrintWriter err) {
        if (faults.isEmpty()) {
            return ExitCode.EXPECTED;
        }
        err.println("losslab: the evidence does not hold, and what is " + said + " is not proven: " + faults.get(0)
                + (faults.size() == 1 ? "" : " (and " + (faults.size() - 1) + " more; see losslab report)"));
        return ExitCode.UNEXPECTED;
    }

    private static String traceFile(Exception exception, String[] args) {
        StringWriter trace = new StringWriter();
        trace.append("losslab ").append(String.join(" ", args)).append(System.lineSeparator());
        exception.printStackTrace(new PrintWriter(trace, true));
        try {
            Path dir = Files.createDirectories(Launch.home().stateDir().resolve("errors"));
            Path file = dir.resolve(Instant.now().toString().replace(':', '-') + ".txt");
            Files.writeString(file, trace.toString());
            return " (stack trace: " + file + ")";
        } catch (IOException | LabException e) {
            return " (--verbose shows the stack trace)";
        }
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }
}
