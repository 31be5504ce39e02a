package io.losslab.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the comparisons with Kafka's own tools have in common. */
final class PairOptions {
    @Option(
            names = "--trials",
            description = "Pairs of trials, after a first that does not count (default: ${DEFAULT-VALUE}).")
    int trials = 5;

    @Option(names = "--value-bytes", split = ",", description = "Sizes of the values (default: ${DEFAULT-VALUE}).")
    List<Integer> valueBytes = List.of(100);

    @Option(names = "--partitions", description = "Of the topic (default: ${DEFAULT-VALUE}).")
    int partitions = 6;

    @Option(names = "--acks", description = "Of the producers: 0, 1 or all (default: ${DEFAULT-VALUE}).")
    String acks = "all";

    @Option(
            names = "--records",
            description = "A trial, of 100 bytes; of larger ones fewer (default: ${DEFAULT-VALUE}).")
    long records = 14_000_000;

    @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go as JSON, too.")
    @Nullable
    Path json;

    /** Does the work on a place of its own; 2, and one line, when the options are wrong. */
    int measured(String what, BenchPlace.Work work) throws IOException, InterruptedException {
        String problem = problem();
        if (problem != null) {
            System.err.println("bench: " + problem);
            return 2;
        }
        return BenchPlace.with(what, work);
    }

    /** What is wrong with them, or null. */
    @Nullable
    String problem() {
        if (trials < 1 || partitions < 1 || records < 1_000) {
            return "--trials and --partitions must be 1 or more, --records 1000 or more";
        }
        if (valueBytes.stream().anyMatch(bytes -> bytes < 100 || bytes > 1 << 20)) {
            return "--value-bytes must be 100 to 1048576";
        }
        return List.of("0", "1", "all").contains(acks) ? null : "--acks must be 0, 1 or all, not '" + acks + "'";
    }

    /** As many as make a trial take about as long as one of 100 bytes. */
    long recordsOf(int bytes) {
        return Math.max(1_000, records * 100 / Math.max(100, bytes / 2));
    }
}
