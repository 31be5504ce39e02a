package io.losslab.lab.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What every command takes. */
@Command(mixinStandardHelpOptions = true, versionProvider = VersionLine.class)
final class CommonOptions {
    @Option(
            names = "--verbose",
            description = "Show stack traces, and what Kafka's clients inside the lab say, on standard error.")
    void verbose(boolean verbose) {
        if (verbose) {
            ClientLogging.toStandardError();
        }
    }
}
