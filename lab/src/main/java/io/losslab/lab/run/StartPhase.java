package io.losslab.lab.run;

import io.losslab.lab.place.Place;
import io.losslab.lab.spec.ExperimentSpec;
import java.time.Duration;

/** Brokers and services come up; over when the groups have their partitions. The brokers are there before it is run. */
final class StartPhase implements Phase {
    /** How long it takes, about. */
    static final Duration ESTIMATE = Duration.ofSeconds(12);

    private static final Duration ASSIGNMENT_TIMEOUT = Duration.ofSeconds(60);

    private final ExperimentSpec spec;
    private final Place place;
    private final Duration assignmentTimeout;

    StartPhase(ExperimentSpec spec, Place place) {
        this(spec, place, ASSIGNMENT_TIMEOUT);
    }

    StartPhase(ExperimentSpec spec, Place place, Duration assignmentTimeout) {
        this.spec = spec;
        this.place = place;
        this.assignmentTimeout = assignmentTimeout;
    }

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String text() {
        return brokers() + services();
    }

    private String brokers() {
        int n = spec.cluster().brokers();
        return place.refusal(Place.Capability.CONFIGURE_BROKERS).isEmpty()
                ? "starting " + n + (n == 1 ? " broker" : " brokers") + " and "
                : "connecting to the cluster and starting ";
    }

    private String services() {
        int consumers = spec.consumers().values().stream()
                .mapToInt(ExperimentSpec.Consumer::instances)
                .sum();
        return 1 + consumers + " services";
    }

    @Override
    public Duration atMost() {
        return ESTIMATE;
    }

    @Override
    public void run(RunContext run) {
        run.recorders().start();
        run.services().start(spec, run.names(), run.scope().runId(), run.cluster()::failure);
        run.services().awaitAssignments(spec.topic().partitions(), assignmentTimeout);
        run.monitor().tick();
    }
}
