package io.losslab.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        subcommands = {AccountsBench.class},
        description = "Measures Kafka Loss Lab's own code. Nothing else should be running on the machine.")
final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        int exit = new CommandLine(new Bench()).execute(args.length == 0 ? new String[] {"--help"} : args);
        System.exit(exit);
    }
}
