package io.losslab.app.web;

import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.GapStatus;
import io.losslab.contract.status.LatencyMs;
import io.losslab.contract.status.LoadStatus;
import io.losslab.contract.status.PartitionStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** The documents of module contract, which knows no Quarkus: what a native image has to be able to write. */
@RegisterForReflection(
        targets = {ConsumerStatus.class, GapStatus.class, LatencyMs.class, LoadStatus.class, PartitionStatus.class})
final class StatusDocuments {
    private StatusDocuments() {}
}
