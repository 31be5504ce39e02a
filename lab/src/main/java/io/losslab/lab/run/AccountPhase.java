package io.losslab.lab.run;

import io.losslab.contract.status.ConsumerStatus;
import io.losslab.lab.LabException;
import io.losslab.lab.capture.Hole;
import io.losslab.lab.capture.RunEnd;
import io.losslab.lab.evidence.ClusterSample;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.place.BrokerLogs;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.RunNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The services end, all evidence is brought to its end, and sealed. */
final class AccountPhase implements Phase {
    private static final int ATTEMPTS = 20;

    private final ExperimentSpec spec;

    AccountPhase(ExperimentSpec spec) {
        this.spec = spec;
    }

    @Override
    public String name() {
        return "account";
    }

    @Override
    public String text() {
        return "gathering the evidence";
    }

    @Override
    public Duration atMost() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void run(RunContext run) throws IOException {
        run.monitor().tick();
        Map<String, List<ConsumerStatus>> consumers = run.monitor().consumers();
        run.services().stop();
        ClusterSample last = lastSample(run);
        Map<Integer, RunFacts.Blocked> blocked =
                spec.load().transactions() == null ? null : run.topic().blocked(RunEnd.ends(last));
        RunEnd end = new RunEnd(last, stable(last, blocked));
        List<Hole> holes = new ArrayList<>(run.recorders().finish(end));
        run.scope().phases().end();
        warnIfSlow(run);
        new RunObservation(run, consumers, last).write();
        holes.addAll(run.recorders().finishLast(end));
        facts(run, last, blocked, holes).write(run.scope().dir());
    }

    /**
     * The end offsets, and the brokers' logs that lead up to exactly these: a segment deleted between the two would
     * look like evidence that is missing.
     */
    private static ClusterSample lastSample(RunContext run) throws IOException {
        try {
            for (int attempt = 0; ; attempt++) {
                ClusterSample before = run.recorders().view().sample();
                copyBrokerLogs(run.cluster(), run.scope().dir());
                ClusterSample after = run.recorders().view().sample();
                if (before.logStartSum() == after.logStartSum() || attempt == ATTEMPTS) {
                    return after;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted", e);
        }
    }

    private static void copyBrokerLogs(Cluster cluster, Path dir) throws IOException {
        Path to = Files.createDirectories(dir.resolve(EvidenceReader.BROKERS));
        Optional<BrokerLogs> logs = cluster.logs();
        if (logs.isPresent()) {
            logs.get().copyTo(to);
        }
    }

    private static Map<Integer, Long> stable(ClusterSample last, Map<Integer, RunFacts.Blocked> blocked) {
        Map<Integer, Long> stable = new TreeMap<>(RunEnd.ends(last));
        if (blocked != null) {
            blocked.forEach((partition, by) -> stable.put(partition, by.lastStableOffset()));
        }
        return stable;
    }

    private void warnIfSlow(RunContext run) {
        double achieved = run.producer() == null ? 0 : run.producer().achievedTps();
        if (achieved < 0.9 * spec.load().tps()) {
            run.warn(String.format(
                    Locale.ROOT,
                    "the load reached %.0f of the %d records/s it aimed at",
                    achieved,
                    spec.load().tps()));
        }
    }

    /**
     * @param blocked null without transactions
     */
    private RunFacts facts(
            RunContext run, ClusterSample last, Map<Integer, RunFacts.Blocked> blocked, List<Hole> holes) {
        RunNames names = run.names();
        Map<Integer, RunFacts.End> ends = new TreeMap<>();
        last.partitions()
                .forEach((partition, sample) ->
                        ends.put(partition, new RunFacts.End(sample.logStartOffset(), sample.endOffset())));
        RunFacts.Draft facts = RunFacts.of(run.scope().runId(), names.topic(), names.groupIds(), ends)
                .partitions(spec.topic().partitions())
                .brokerLogs(run.cluster().logs().isPresent())
                .drainDeadlinePassed(run.hasWaitedInVain())
                .witnessAtEnd(holes.stream().noneMatch(AccountPhase::isWitnessShort))
                .holes(holes.stream()
                        .filter(hole -> !isFactOfItsOwn(hole))
                        .map(Hole::text)
                        .toList())
                .legs(run.recorders().onward())
                .noGroupOffsets(refusal(EvidenceFiles.GROUP_OFFSETS, holes))
                .compacted(
                        spec.topic().config().getOrDefault("cleanup.policy", "").contains("compact"));
        if (spec.load().transactions() != null) {
            facts.transactions(refusal(EvidenceFiles.TRANSACTIONS, holes), blocked, names.readCommitted(spec));
        }
        return facts.facts();
    }

    private static boolean isFactOfItsOwn(Hole hole) {
        boolean coordinators = hole.stream().equals(EvidenceFiles.GROUP_OFFSETS)
                || hole.stream().equals(EvidenceFiles.TRANSACTIONS);
        return isWitnessShort(hole) || (coordinators && hole.kind() == Hole.Kind.REFUSED);
    }

    private static boolean isWitnessShort(Hole hole) {
        return hole.kind() == Hole.Kind.SHORT && hole.stream().equals(EvidenceFiles.WITNESS);
    }

    /** Null when it was not refused. */
    private static String refusal(String stream, List<Hole> holes) {
        return holes.stream()
                .filter(hole ->
                        hole.kind() == Hole.Kind.REFUSED && hole.stream().equals(stream))
                .map(Hole::text)
                .findFirst()
                .orElse(null);
    }
}
