package io.losslab.lab.act;

import io.losslab.lab.place.NetworkControl;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Latency, a limited bandwidth, or both. */
final class SlowNetworkFault extends NetworkFault {
    private final FaultSpec.Slowness slowness;

    SlowNetworkFault(FaultSpec spec) {
        super(spec, EnumSet.of(Objects.requireNonNull(spec.slowness()).of()));
        slowness = spec.slowness();
    }

    @Override
    void harm(NetworkControl network, int broker, Set<NetworkControl.Use> uses) {
        network.slow(broker, uses, slowness.latency(), slowness.bytesPerSecond());
    }

    @Override
    String word() {
        return "reached slowly";
    }
}
