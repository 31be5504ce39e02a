package io.losslab.lab.experiment;

import java.nio.file.Path;
import java.util.List;

/** Placeholder. */
public record RunRequest(
        String experiment,
        List<String> sets,
        Path out,
        String bootstrapServers,
        Path commandConfig,
        boolean keep,
        boolean quiet,
        Path projectRoot,
        String commandLine,
        boolean interactive) {}
