package io.losslab.lab.spec;

import io.losslab.lab.LabException;
import io.losslab.lab.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The experiments that come with the lab, and the way to a user's own. */
public final class ExperimentCatalog {
    /** In the order a newcomer should meet them. */
    private static final List<String> NAMES = List.of(
            "data-loss",
            "no-loss",
            "delete-records",
            "operator-seek",
            "latest-reset",
            "start-at-latest",
            "offsets-expired",
            "commit-before-processing",
            "ignore-strategy",
            "dead-letters",
            "dead-letters-failed",
            "compaction",
            "not-sent",
            "too-large",
            "buffer-exhausted",
            "delivery-timeout",
            "acks-0",
            "acks-1",
            "broker-failure",
            "broker-failure-acks",
            "min-isr",
            "unclean-election",
            "eligible-leaders",
            "rolling-restart",
            "controller-failover",
            "preferred-election",
            "pause",
            "partition",
            "slow-network",
            "disk-full",
            "disk-error",
            "power-loss",
            "acks-throughput",
            "profiles",
            "matrix",
            "aborted-transactions",
            "undrained");

    private static final long MAX_FILE_BYTES = 1 << 20;

    private ExperimentCatalog() {}

    /** One line of {@code losslab list}. */
    public record Entry(String name, String title) {}

    public static List<Entry> list() {
        return NAMES.stream()
                .map(name -> new Entry(name, bundled(name).root().path("title").asText()))
                .toList();
    }

    /**
     * @param nameOrFile a name from {@link #list}, or the path of a YAML file
     */
    public static YamlDocument find(String nameOrFile) {
        if (NAMES.contains(nameOrFile)) {
            return bundled(nameOrFile);
        }
        boolean looksLikeFile = nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml") || nameOrFile.contains("/");
        if (!looksLikeFile) {
            throw new LabException.BadInput("unknown experiment '" + nameOrFile + "'"
                    + Suggestion.didYouMean(nameOrFile, NAMES) + "; allowed: "
                    + String.join(", ", NAMES) + ", or the path of a .yaml file");
        }
        return YamlDocument.parse(nameOrFile, read(nameOrFile));
    }

    private static String read(String name) {
        try {
            Path file = Path.of(name);
            if (!Files.isRegularFile(file)) {
                throw new LabException.BadInput("experiment file " + name + ": "
                        + (Files.exists(file) ? "not a file" : "there is no such file"));
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new LabException.BadInput(
                        "experiment file " + name + ": larger than 1 MiB, so not an experiment");
            }
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new LabException.BadInput("experiment file " + name + ": not UTF-8 text", e);
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw new LabException.BadInput("experiment file " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static YamlDocument bundled(String name) {
        String resource = "/experiments/" + name + ".yaml";
        try (InputStream in = ExperimentCatalog.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return YamlDocument.parse("experiment " + name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
