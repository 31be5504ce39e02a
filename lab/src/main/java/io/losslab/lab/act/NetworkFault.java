package io.losslab.lab.act;

import io.losslab.lab.LabException;
import io.losslab.lab.place.NetworkControl;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Something is wrong with the links of brokers for a while. Interrupted, it heals them at once. */
abstract class NetworkFault implements Fault {
    private final FaultSpec spec;
    private final Set<NetworkControl.Use> uses;

    NetworkFault(FaultSpec spec, Set<NetworkControl.Use> uses) {
        this.spec = spec;
        this.uses = EnumSet.copyOf(uses);
    }

    abstract void harm(NetworkControl network, int broker, Set<NetworkControl.Use> uses);

    abstract String word();

    @Override
    public final void run(FaultScene scene, FaultLog log) throws InterruptedException {
        NetworkControl network =
                scene.network().orElseThrow(() -> new LabException.Environment("the network cannot be changed"));
        List<BrokerVictim> victims = Victims.brokers(spec.target(), scene, log);
        try {
            for (BrokerVictim victim : victims) {
                log.begin();
                harm(network, victim.node().id(), uses);
                log.injected(victim.name(), word());
            }
            log.done();
            TimeUnit.NANOSECONDS.sleep(Objects.requireNonNull(spec.duration()).toNanos());
        } finally {
            for (BrokerVictim victim : victims) {
                log.begin();
                network.heal(victim.node().id(), uses);
                log.undone(victim.name(), "connected as before");
            }
        }
    }
}
