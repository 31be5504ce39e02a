package io.losslab.lab.process;

import java.nio.file.Path;
import java.util.Map;

/**
 * An app to start.
 *
 * @param name unique within {@code workDir}, such as {@code slow-consumer} or {@code slow-consumer-2}
 * @param jar its {@code quarkus-run.jar}; see {@link LabHome#appJar}
 * @param config Quarkus and Kafka properties over what the app brings along; may hold secrets
 * @param workDir an existing folder: its log goes to {@code workDir/NAME.log}
 * @param heapMegabytes limit of its heap
 */
public record AppSpec(String name, Path jar, Map<String, String> config, Path workDir, int heapMegabytes) {
    public AppSpec {
        config = Map.copyOf(config);
    }

    /** No values: they may be secrets. */
    @Override
    public String toString() {
        return "AppSpec[" + name + "]";
    }
}
