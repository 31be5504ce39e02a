package io.losslab.lab.run;

import java.nio.file.Path;
import java.util.List;

/**
 * What a user asked for.
 *
 * @param experiment name or file
 * @param sets {@code key=value}, in order
 * @param out folder for the results; null for a new one below {@code results/} of the project
 * @param bootstrapServers of a cluster that is already there; null for an embedded one
 * @param commandConfig client properties for it; null for none
 * @param keep leave topic and groups, or the embedded broker, for a look with other tools
 * @param projectRoot where the built parts lie
 * @param commandLine how it was called, for the report
 * @param compose run the brokers in containers, by Docker Compose
 * @param dumpLogs have {@code kafka-dump-log} read what each broker has on its disk at the end, and hold it against the
 *     evidence; embedded brokers only
 */
public record RunRequest(
        String experiment,
        List<String> sets,
        Path out,
        String bootstrapServers,
        Path commandConfig,
        boolean keep,
        Path projectRoot,
        String commandLine,
        boolean compose,
        boolean dumpLogs) {
    public RunRequest(
            String experiment,
            List<String> sets,
            Path out,
            String bootstrapServers,
            Path commandConfig,
            boolean keep,
            Path projectRoot,
            String commandLine) {
        this(experiment, sets, out, bootstrapServers, commandConfig, keep, projectRoot, commandLine, false, false);
    }

    RunRequest notKept() {
        return new RunRequest(
                experiment,
                sets,
                out,
                bootstrapServers,
                commandConfig,
                false,
                projectRoot,
                commandLine,
                compose,
                dumpLogs);
    }
}
