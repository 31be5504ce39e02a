package io.losslab.lab.run;

import io.losslab.contract.status.LoadStatus;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.service.Services;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.RunNames;
import java.util.ArrayList;
import java.util.List;

/** What the phases of one run share, and what they leave to those that follow. Used by the run's own thread only. */
final class RunContext {
    private final RunScope scope;
    private final RunGround ground;
    private final RunRecorders recorders;
    private final Services services;
    private final RunFaults faults;
    private final RunMonitor monitor;
    private final List<String> warnings = new ArrayList<>();
    private LoadStatus producer;
    private boolean waitedInVain;

    RunContext(
            RunScope scope,
            RunGround ground,
            RunRecorders recorders,
            Services services,
            RunFaults faults,
            Timeline timeline) {
        this.scope = scope;
        this.ground = ground;
        this.recorders = recorders;
        this.services = services;
        this.faults = faults;
        monitor = new RunMonitor(scope, ground, services, recorders.view(), faults.schedule(), timeline);
    }

    RunScope scope() {
        return scope;
    }

    ExperimentSpec spec() {
        return scope.spec();
    }

    Cluster cluster() {
        return ground.cluster();
    }

    RunNames names() {
        return ground.names();
    }

    RunTopic topic() {
        return ground.topic();
    }

    RunRecorders recorders() {
        return recorders;
    }

    Services services() {
        return services;
    }

    RunFaults faults() {
        return faults;
    }

    RunMonitor monitor() {
        return monitor;
    }

    /** A phase begins; the one before has ended. */
    void enter(Phase phase) {
        scope.enter(phase);
        monitor.phase(phase.name());
    }

    /** A line for the result. */
    void warn(String line) {
        warnings.add(line);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The load is over; what the producer said then. */
    void loadEnded(LoadStatus status) {
        producer = status;
    }

    /** What the producer said when the load was over; null before. */
    LoadStatus producer() {
        return producer;
    }

    /** A group was waited for that did not get to the end. */
    void waitedInVain() {
        waitedInVain = true;
    }

    boolean hasWaitedInVain() {
        return waitedInVain;
    }
}
