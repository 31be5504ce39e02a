package io.losslab.lab.run;

import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.service.Services;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Variant;
import io.losslab.ledger.identity.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of one variant, from an empty cluster to sealed evidence, a phase after the other. Whatever it opens it closes,
 * however it ends.
 */
final class RunExecution {
    private static final int RUN_ID_WIDTH = 10;

    private final RunEnvironment environment;
    private final ResultFolder results;
    private final Timeline timeline;
    private final RunScope scope;
    private final ExperimentSpec spec;
    private final Phase start;

    /**
     * @param label names the run among several, empty otherwise
     */
    RunExecution(String label, Variant variant, RunEnvironment environment, ResultFolder results, Timeline timeline) {
        this.environment = environment;
        this.results = results;
        this.timeline = timeline;
        spec = variant.spec();
        String runId = Source.randomName(RUN_ID_WIDTH);
        scope = new RunScope(
                label,
                variant,
                runId,
                results.evidence(runId),
                environment.request(),
                environment.listener(),
                new PhaseLog());
        start = new StartPhase(spec, environment.place());
    }

    RunResult run() throws IOException {
        results.newRun(scope.runId());
        Files.createDirectory(scope.dir().resolve(EvidenceFiles.LEDGERS));
        scope.enter(start);
        try (Cluster cluster = environment.place().start(clusterSpec(), scope.dir());
                RunGround ground = new RunGround(scope, cluster, environment.session())) {
            ground.prepare();
            ClusterGuard.during(cluster::failure, () -> go(ground));
            return new RunResult(scope.runId(), scope.request().keep() ? ground.keep() : List.of());
        }
    }

    private ClusterSpec clusterSpec() {
        return new ClusterSpec(
                spec.cluster().brokers(),
                spec.cluster().controllers(),
                spec.cluster().config(),
                spec.cluster().features(),
                RunFaults.changeNetwork(spec.faults()));
    }

    private Void go(RunGround ground) throws IOException {
        try (RunRecorders recorders = RunRecorders.of(scope, ground);
                Services services = services(ground);
                RunFaults faults = new RunFaults(scope, ground, services)) {
            RunContext run = new RunContext(scope, ground, recorders, services, faults, timeline);
            start.run(run);
            for (Phase phase : phases(ground)) {
                run.enter(phase);
                phase.run(run);
            }
            return null;
        }
    }

    private Services services(RunGround ground) {
        return new Services(
                environment.home(),
                environment.session(),
                ground.cluster().clientProperties(),
                ground.names().topic(),
                scope.dir(),
                scope.dir().resolve(EvidenceFiles.LEDGERS));
    }

    /** Those after the start; a new one is one line here. */
    private List<Phase> phases(RunGround ground) {
        List<Phase> phases = new ArrayList<>();
        if (spec.load().warmUp() != null) {
            phases.add(new WarmUpPhase(spec));
        }
        phases.add(new LoadPhase(spec));
        if (spec.drain().awaitRetention()) {
            phases.add(new RetentionPhase(spec.topic(), ground.topic()::retentionCheckInterval));
        }
        phases.add(new DrainPhase(spec));
        phases.add(new AccountPhase(spec));
        return phases;
    }

    /** How long a run of this takes, about. */
    static Duration estimate(ExperimentSpec spec) {
        Duration load = spec.load().duration();
        Duration faults = RunFaults.last(spec.faults());
        return StartPhase.ESTIMATE
                .plus(faults.compareTo(load) > 0 ? faults : load)
                .plusSeconds(10);
    }
}
