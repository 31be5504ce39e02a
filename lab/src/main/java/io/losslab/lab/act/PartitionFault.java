package io.losslab.lab.act;

import io.losslab.lab.place.NetworkControl;
import java.util.EnumSet;
import java.util.Set;

/**
 * A broker is cut off: the others do not reach it any more, it does not reach the controllers, and its clients notice
 * nothing. Its own way to the other brokers stays whole; it needs that only for partitions that it does not lead.
 */
final class PartitionFault extends NetworkFault {
    PartitionFault(FaultSpec spec) {
        super(spec, EnumSet.of(NetworkControl.Use.BROKERS, NetworkControl.Use.CONTROLLERS));
    }

    @Override
    void harm(NetworkControl network, int broker, Set<NetworkControl.Use> uses) {
        network.cut(broker, uses);
    }

    @Override
    String word() {
        return "cut off from brokers and controllers";
    }
}
