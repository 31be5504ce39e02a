package io.losslab.lab.experiment;

import java.util.List;

/** Placeholder. */
public final class ExperimentCatalog {
    private ExperimentCatalog() {}

    /** Placeholder. */
    public record Entry(String name, String title) {}

    public static List<Entry> list() {
        return List.of();
    }
}
