package io.losslab.bench;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        subcommands = {
            AccountsBench.class,
            RecordingBench.class,
            ConsumerBench.class,
            ProducerBench.class,
            SlowBench.class,
            PacingBench.class
        },
        description = "Measures Kafka Loss Lab's own code. Nothing else should be running on the machine.")
final class Bench {
    /** Held, or the level would be forgotten with it. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private Bench() {}

    public static void main(String[] args) {
        KAFKA.setLevel(Level.SEVERE);
        int exit = new CommandLine(new Bench()).execute(args.length == 0 ? new String[] {"--help"} : args);
        System.exit(exit);
    }
}
