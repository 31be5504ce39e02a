package io.losslab.lab.place;

import java.util.List;

/** The brokers of a cluster, and its controllers, as somebody who can end and start them sees them. */
public interface BrokerControl {
    /** By their node ids 1, 2, 3... */
    List<? extends BrokerNode> brokers();

    /** Those that are controllers and nothing else; none where the brokers are controllers, too. */
    List<? extends BrokerNode> controllers();
}
