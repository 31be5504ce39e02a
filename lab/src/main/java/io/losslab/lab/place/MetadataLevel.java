package io.losslab.lab.place;

import java.util.List;

/** The names of Kafka's metadata levels: what an unknown cluster tells of its version. */
final class MetadataLevel {
    private static final int FIRST = 7;

    /**
     * In Kafka's order (class {@code MetadataVersion} of the server), from level {@value #FIRST} on. Kafka's protocol has the
     * numbers alone, and the server's classes are on the broker's class path only: {@code MetadataLevelIT} holds this list
     * against those of the broker's jars, so that a newer Kafka cannot leave it behind.
     */
    private static final List<String> NAMES = List.of(
            "3.3-IV3", "3.4-IV0", "3.5-IV0", "3.5-IV1", "3.5-IV2", "3.6-IV0", "3.6-IV1", "3.6-IV2", "3.7-IV0",
            "3.7-IV1", "3.7-IV2", "3.7-IV3", "3.7-IV4", "3.8-IV0", "3.9-IV0", "4.0-IV0", "4.0-IV1", "4.0-IV2",
            "4.0-IV3", "4.1-IV0", "4.1-IV1", "4.2-IV0", "4.2-IV1", "4.3-IV0", "4.4-IV0", "4.4-IV1", "4.4-IV2");

    private MetadataLevel() {}

    static String name(int level) {
        int index = level - FIRST;
        return index >= 0 && index < NAMES.size()
                ? "metadata.version " + NAMES.get(index)
                : "metadata.version level " + level;
    }
}
