package io.losslab.lab.run;

import io.losslab.lab.capture.Witness;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.RunNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that read along in one run: of the topic, of what is committed in it where that is not all, of dead letters. */
final class Witnesses implements Closeable {
    private final Witness first;
    private final Witness committed;
    private final Map<String, Witness> deadLetters = new LinkedHashMap<>();

    Witnesses(ExperimentSpec spec, RunNames names, Map<String, String> clientProperties, Path dir) throws IOException {
        int partitions = spec.topic().partitions();
        first = Witness.of(clientProperties, names.topic(), partitions, dir);
        committed = spec.load().transactions() == null
                ? null
                : Witness.committed(clientProperties, names.topic(), partitions, dir);
        for (Map.Entry<String, String> topic : names.deadLetterTopics(spec).entrySet()) {
            deadLetters.put(
                    topic.getKey(), Witness.deadLetters(clientProperties, topic.getValue(), topic.getKey(), dir));
        }
    }

    /**
     * Waits until each has read to the end.
     *
     * @param ends end offsets of the run's topic
     * @param stable its last stable offsets: no committed reader gets further
     * @param holes takes what the others than the first have missed, and why any of them has failed
     * @return whether the first has got there
     */
    boolean awaitEnds(Map<Integer, Long> ends, Map<Integer, Long> stable, Duration timeout, List<String> holes)
            throws InterruptedException {
        boolean there = first.awaitPositions(ends, timeout);
        failure("witness", first, holes);
        if (committed != null) {
            if (!committed.awaitPositions(stable, timeout)) {
                holes.add("witness-committed: did not read to the last stable offset");
            }
            failure("witness-committed", committed, holes);
        }
        for (Map.Entry<String, Witness> witness : deadLetters.entrySet()) {
            if (!witness.getValue().awaitEnd(timeout)) {
                holes.add("dead-letters/" + witness.getKey() + ": did not read to the end of the log");
            }
            failure("dead-letters/" + witness.getKey(), witness.getValue(), holes);
        }
        return there;
    }

    private static void failure(String name, Witness witness, List<String> holes) {
        if (witness.failure() != null) {
            holes.add(name + ": " + witness.failure());
        }
    }

    @Override
    public void close() throws IOException {
        first.close();
        if (committed != null) {
            committed.close();
        }
        for (Witness witness : deadLetters.values()) {
            witness.close();
        }
    }
}
