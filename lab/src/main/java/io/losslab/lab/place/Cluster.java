package io.losslab.lab.place;

import java.util.Map;
import java.util.Optional;

/** A cluster that is up. */
public interface Cluster extends AutoCloseable {
    /** {@code host:port[,host:port]}. */
    String bootstrapServers();

    /** What every client of it needs, {@code bootstrap.servers} included; may hold secrets: never log or print it. */
    Map<String, String> clientProperties();

    /** The server's version, such as {@code 4.3.1}; {@code unknown} when the cluster does not tell. */
    String kafkaVersion();

    /** Number of brokers that are up now. */
    int brokerCount();

    /** Who can end, pause and start its brokers; empty where the lab cannot. */
    default Optional<BrokerControl> brokers() {
        return Optional.empty();
    }

    /** Who can fill, take, exchange and read its brokers' disks; empty where the lab cannot. */
    default Optional<DiskControl> disks() {
        return Optional.empty();
    }

    /** Who can cut and slow its network, where the spec asked for one that can be cut; empty otherwise. */
    default Optional<NetworkControl> network() {
        return Optional.empty();
    }

    /** What its brokers say of themselves; empty where the lab is not told. */
    default Optional<BrokerLogs> logs() {
        return Optional.empty();
    }

    /**
     * Whether the lab started this cluster for the run. If not, the run may touch nothing but the topics and groups that
     * it created itself, under names of its own.
     */
    boolean isOwn();

    /** Why it no longer serves as it should, in one line; empty while all is well. Cheap: may be asked ten times a second. */
    Optional<String> failure();

    /**
     * Leaves the cluster running after {@link #close}, for a look with other tools; {@code losslab down} ends it. Only
     * where {@link #isOwn()}.
     */
    void keep();

    @Override
    void close();
}
