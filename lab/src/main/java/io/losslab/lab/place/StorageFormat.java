package io.losslab.lab.place;

import io.losslab.lab.LabException;
import io.losslab.lab.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives empty data directories the cluster's id and its features. */
final class StorageFormat {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern CONFIG_EXCEPTION = Pattern.compile("ConfigException: (.+)$");
    private static final Pattern FEATURE_REFUSED = Pattern.compile("((?:Unsupported feature: |No feature:).+)$");

    private final String clusterId;
    private final Map<String, Integer> features;
    private final KafkaTool kafka;

    StorageFormat(String clusterId, Map<String, Integer> features, KafkaTool kafka) {
        this.clusterId = clusterId;
        this.features = new TreeMap<>(features);
        this.kafka = kafka;
    }

    /** All at the same time; returns when all are formatted. */
    void format(List<BrokerConfig> configs) {
        List<ChildProcess> tools = new ArrayList<>();
        try {
            for (BrokerConfig config : configs) {
                List<String> arguments = new ArrayList<>(
                        List.of("format", "-t", clusterId, "-c", config.file().toString()));
                features.forEach((name, level) -> arguments.addAll(List.of("--feature", name + "=" + level)));
                tools.add(kafka.start(
                        "format of " + config.name(),
                        config.folder(),
                        config.folder().resolve("format.log"),
                        List.of(BrokerConfig.loggingArgument(config.folder())),
                        "kafka.tools.StorageTool",
                        arguments));
            }
            for (ChildProcess tool : tools) {
                int code = tool.awaitExit(TIMEOUT)
                        .orElseThrow(() -> new LabException.Environment(tool.name() + " took longer than "
                                + TIMEOUT.toSeconds() + " s (log: " + tool.logFile() + ")"));
                if (code != 0) {
                    throw failed(tool);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted while the brokers were being formatted", e);
        } finally {
            tools.forEach(ChildProcess::kill);
        }
    }

    /** Kafka checks its configuration as the first thing it does. */
    private LabException failed(ChildProcess tool) {
        if (!features.isEmpty()) {
            for (String line : tool.words()) {
                Matcher refused = FEATURE_REFUSED.matcher(line);
                if (refused.find()) {
                    return new LabException.BadInput("cluster.features: " + refused.group(1));
                }
            }
        }
        return tool.words().stream()
                .map(CONFIG_EXCEPTION::matcher)
                .filter(Matcher::find)
                .findFirst()
                .<LabException>map(found -> new LabException.BadInput("cluster.config: " + found.group(1)))
                .orElseGet(() -> new LabException.Environment(
                        tool.failure().orElse(tool.name() + " failed (log: " + tool.logFile() + ")")));
    }
}
