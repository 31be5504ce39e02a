package io.losslab.lab.act;

import io.losslab.lab.place.DiskControl;
import io.losslab.lab.place.NetworkControl;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** What the faults of one run find there. */
public interface FaultScene {
    Admin admin();

    String topic();

    /** Number of partitions of the topic. */
    int partitions();

    /** The processes of a service that are there now: of the producer, or of a consumer by its name. */
    List<? extends Victim> service(String name);

    /**
     * One process of a consumer, and those that took its place.
     *
     * @param number from 1
     */
    List<? extends Victim> member(String consumer, int number);

    /** The consumer's processes that were held back are started; returns when they serve. */
    List<? extends Victim> startService(String name) throws InterruptedException;

    /** The brokers by their node ids 1, 2, 3...; empty where they are not the lab's own. */
    List<? extends BrokerVictim> brokers();

    /** The processes that are controllers and nothing else; empty where the brokers are controllers, too. */
    List<? extends BrokerVictim> controllers();

    /** The disks of brokers and controllers; empty where they cannot be changed. */
    Optional<DiskControl> disks();

    /** The network of the brokers; empty where it cannot be changed. */
    Optional<NetworkControl> network();

    /** The group id of a consumer, as the cluster knows it. */
    String groupId(String consumer);
}
