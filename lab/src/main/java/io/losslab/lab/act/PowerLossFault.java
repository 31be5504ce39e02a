package io.losslab.lab.act;

import java.util.List;

/**
 * A model of a power loss: SIGKILL, and then what the broker's own checkpoint does not know to be flushed to disk is cut
 * off its logs. SIGKILL alone keeps the page cache, and with it everything. The model is the worst case: a real loss of
 * power takes only what the system had not yet written back by itself.
 */
final class PowerLossFault extends EndFault {
    PowerLossFault(FaultSpec spec) {
        super(spec);
    }

    @Override
    void end(Victim victim) {
        victim.kill();
    }

    @Override
    String word() {
        return "without power (modelled)";
    }

    @Override
    void afterwards(List<Victim> victims, FaultScene scene, FaultLog log) {
        for (Victim victim : victims) {
            if (victim instanceof BrokerVictim broker) {
                log.begin();
                DiskFault.disks(scene)
                        .cutUnflushed(broker.node().id(), scene.topic())
                        .forEach((partition, offset) ->
                                log.injected(victim.name(), partition, offset, "unflushed tail cut off (modelled)"));
            }
        }
    }
}
