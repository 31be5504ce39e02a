package io.losslab.lab.place;

import io.losslab.lab.LabException;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import java.nio.file.Path;
import java.util.Map;

/** Where a user wants an experiment to run, and what does not go with that: known before anything is started. */
public sealed interface PlaceChoice {
    /** Processes of the lab's own. */
    record Embedded() implements PlaceChoice {
        @Override
        public Place open(LabHome home, LabSession session) {
            return new EmbeddedPlace(home, session);
        }
    }

    /** Containers, by the files in {@code deploy/}. */
    record Compose() implements PlaceChoice {
        @Override
        public Place open(LabHome home, LabSession session) {
            return new ComposePlace(home);
        }

        @Override
        public void requireKeepable() {
            throw new LabException.BadInput("--keep: the containers of --place compose go with the run; to keep Kafka,"
                    + " start deploy/compose.yaml yourself and run with --bootstrap-servers");
        }

        @Override
        public void requireOwnDisks() {
            throw notOurDisks();
        }
    }

    /**
     * A cluster that is already there.
     *
     * @param commandConfig client properties for it; null for none
     */
    record Existing(String bootstrapServers, Path commandConfig) implements PlaceChoice {
        @Override
        public Place open(LabHome home, LabSession session) {
            return new AnyClusterPlace(bootstrapServers, commandConfig);
        }

        @Override
        public boolean isOwn() {
            return false;
        }

        @Override
        public void requireOwnDisks() {
            throw notOurDisks();
        }

        @Override
        public void requireConfigurable(Map<String, String> config) {
            if (!config.isEmpty()) {
                throw new LabException.BadInput("cluster.config: cannot be set on a cluster that is already there;"
                        + " remove it, or run without --bootstrap-servers");
            }
        }
    }

    /**
     * @param place as users name it; {@code embedded} when they do not
     * @param bootstrapServers of a cluster that is already there; null for none
     * @param commandConfig client properties for it; null for none
     * @throws LabException.BadInput when there is no such place, or they do not go together
     */
    static PlaceChoice parse(String place, String bootstrapServers, Path commandConfig) {
        PlaceChoice named =
                switch (place) {
                    case "embedded" -> new Embedded();
                    case "compose" -> new Compose();
                    default ->
                        throw new LabException.BadInput(
                                "--place: `" + place + "` is not known; allowed: embedded, compose");
                };
        if (bootstrapServers == null) {
            if (commandConfig != null) {
                throw new LabException.BadInput(
                        "--command-config is only for a cluster of yours: add --bootstrap-servers HOST:PORT");
            }
            return named;
        }
        if (named instanceof Compose) {
            throw new LabException.BadInput("--place compose and --bootstrap-servers name two places; allowed: one");
        }
        return new Existing(bootstrapServers, commandConfig);
    }

    private static LabException notOurDisks() {
        return new LabException.BadInput("--dump-logs: reads the brokers' disks, and only those of embedded brokers"
                + " are the lab's; allowed without --place compose and --bootstrap-servers");
    }

    /** The place itself; connects to nothing yet. */
    Place open(LabHome home, LabSession session);

    /** Whether the brokers are started for the run, with the settings that the file gives them. */
    default boolean isOwn() {
        return true;
    }

    /** @throws LabException.BadInput when {@code --keep} cannot leave Kafka there */
    default void requireKeepable() {}

    /** @throws LabException.BadInput when the brokers' disks cannot be read by {@code --dump-logs} */
    default void requireOwnDisks() {}

    /** @throws LabException.BadInput when the brokers cannot have these settings */
    default void requireConfigurable(Map<String, String> config) {}
}
