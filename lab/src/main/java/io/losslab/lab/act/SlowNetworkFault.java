package io.losslab.lab.act;

import io.losslab.lab.place.Links;
import java.util.EnumSet;
import java.util.Set;

/** Latency, a limited bandwidth, or both. */
final class SlowNetworkFault extends NetworkFault {
    private final FaultSpec.Slowness slowness;

    SlowNetworkFault(FaultSpec spec) {
        super(spec, EnumSet.of(spec.slowness().of()));
        slowness = spec.slowness();
    }

    @Override
    void harm(Links links, int broker, Set<Links.Use> uses) {
        links.slow(broker, uses, slowness.latency(), slowness.bytesPerSecond());
    }

    @Override
    String word() {
        return "reached slowly";
    }
}
