package io.losslab.lab.act;

import io.losslab.lab.LabException;
import io.losslab.lab.place.Links;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Something is wrong with the links of brokers for a while. Interrupted, it heals them at once. */
abstract class NetworkFault implements Fault {
    private final FaultSpec spec;
    private final Set<Links.Use> uses;

    NetworkFault(FaultSpec spec, Set<Links.Use> uses) {
        this.spec = spec;
        this.uses = EnumSet.copyOf(uses);
    }

    abstract void harm(Links links, int broker, Set<Links.Use> uses);

    abstract String word();

    @Override
    public final void run(FaultScene scene, FaultLog log) throws InterruptedException {
        Links links = scene.links().orElseThrow(() -> new LabException.Environment("the network cannot be changed"));
        List<BrokerVictim> victims = Victims.brokers(spec.target(), scene, log);
        try {
            for (BrokerVictim victim : victims) {
                log.begin();
                harm(links, victim.process().id(), uses);
                log.injected(victim.name(), word());
            }
            log.done();
            TimeUnit.NANOSECONDS.sleep(spec.duration().toNanos());
        } finally {
            for (BrokerVictim victim : victims) {
                log.begin();
                links.heal(victim.process().id(), uses);
                log.undone(victim.name(), "connected as before");
            }
        }
    }
}
