package io.losslab.lab.place;

import java.io.IOException;
import java.nio.file.Path;

/** What a cluster's brokers and controllers say of themselves. */
@FunctionalInterface
public interface BrokerLogs {
    /**
     * Copies all of it as it is now, over copies of before: a file {@code NAME.log} each.
     *
     * @param dir an existing folder
     */
    void copyTo(Path dir) throws IOException;
}
