package io.losslab.lab.run;

import io.losslab.lab.LabException;
import io.losslab.lab.capture.BrokerLogDumps;
import io.losslab.lab.capture.ClusterSampler;
import io.losslab.lab.capture.ClusterView;
import io.losslab.lab.capture.Hole;
import io.losslab.lab.capture.InternalTopicWatch;
import io.losslab.lab.capture.Recorder;
import io.losslab.lab.capture.RunEnd;
import io.losslab.lab.capture.Witness;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.RunNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** All that takes down evidence of one run, in the order in which it begins. Used by the run's own thread only. */
final class RunRecorders implements Closeable {
    private static final Duration DUMP_OF_A_BROKER = Duration.ofSeconds(5);

    private final ClusterView view;
    private final List<Recorder> all = new ArrayList<>();
    private final Map<RunFacts.OnwardTopic, Witness> onward = new LinkedHashMap<>();

    /** None yet. */
    RunRecorders(ClusterView view) {
        this.view = view;
    }

    /** Those that a run of this kind has; a new one is one line here. */
    static RunRecorders of(RunScope scope, RunGround ground) throws IOException {
        ExperimentSpec spec = scope.spec();
        RunNames names = ground.names();
        Cluster cluster = ground.cluster();
        Map<String, String> clients = cluster.clientProperties();
        Path dir = scope.dir();
        String topic = names.topic();
        int partitions = spec.topic().partitions();
        List<String> groups = List.copyOf(names.groupIds().values());
        boolean transactions = spec.load().transactions() != null;
        ClusterSampler sampler = new ClusterSampler(ground.admin(), topic, groups, dir);
        RunRecorders recorders = new RunRecorders(sampler);
        try {
            recorders.add(sampler);
            recorders.add(Witness.of(clients, topic, partitions, dir));
            if (transactions) {
                recorders.add(Witness.committed(clients, topic, partitions, dir));
            }
            for (RunFacts.OnwardTopic handedOnTo : ground.onward()) {
                recorders.follow(handedOnTo, Witness.onward(clients, handedOnTo, dir));
            }
            recorders.add(InternalTopicWatch.groupOffsets(clients, topic, groups, dir));
            if (transactions && cluster.isOwn()) { // those of somebody else's cluster are none of the run's business
                recorders.add(InternalTopicWatch.transactions(clients, names.transactionalId(spec), dir));
            }
            if (scope.request().dumpLogs()) {
                recorders.add(
                        new BrokerLogDumps(dir, topic, cluster, brokers -> tellOfDump(scope.listener(), brokers)));
            }
            return recorders;
        } catch (RuntimeException | IOException e) {
            recorders.closeAfter(e);
            throw e;
        }
    }

    private static void tellOfDump(RunListener listener, int brokers) {
        listener.phase(
                "dump",
                "ending " + (brokers == 1 ? "the broker" : "the brokers") + " and reading what is on "
                        + (brokers == 1 ? "its disk" : "their disks") + " with kafka-dump-log",
                DUMP_OF_A_BROKER.multipliedBy(brokers));
    }

    void add(Recorder recorder) {
        all.add(recorder);
    }

    private void follow(RunFacts.OnwardTopic topic, Witness witness) {
        add(witness);
        onward.put(topic, witness);
    }

    /** The topics that groups hand on to, as far as their witnesses know them; call after {@link #finish}. */
    List<RunFacts.OnwardTopic> onward() {
        return onward.entrySet().stream()
                .map(followed -> followed.getKey().endingAt(followed.getValue().end(0)))
                .toList();
    }

    /** What the cluster says. */
    ClusterView view() {
        return view;
    }

    void start() {
        all.forEach(Recorder::start);
    }

    /**
     * Nothing happens any more: those that leave the brokers alone read to the end.
     *
     * @return what is missing in the evidence
     */
    List<Hole> finish(RunEnd end) throws IOException {
        return finish(end, recorder -> !recorder.endsBrokers());
    }

    /** Nobody needs the brokers any more: the others, too. */
    List<Hole> finishLast(RunEnd end) throws IOException {
        return finish(end, Recorder::endsBrokers);
    }

    private List<Hole> finish(RunEnd end, Predicate<Recorder> which) throws IOException {
        List<Hole> holes = new ArrayList<>();
        try {
            for (Recorder recorder : all) {
                if (which.test(recorder)) {
                    holes.addAll(recorder.finish(end));
                }
            }
            return holes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted", e);
        }
    }

    /** Number of lines in each stream whose lines are counted, by file name. */
    Map<String, Long> lines() {
        Map<String, Long> lines = new TreeMap<>();
        all.forEach(recorder -> lines.putAll(recorder.lines()));
        return lines;
    }

    /** The last first, and each of them, whatever becomes of another. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (int i = all.size() - 1; i >= 0; i--) {
            try {
                all.get(i).close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void closeAfter(Exception cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
