package io.losslab.bench;

import io.losslab.lab.LabException;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.ClusterSpec;
import io.losslab.lab.place.EmbeddedPlace;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A broker of a benchmark's own, and what runs against it; all of it is gone at the end.
 *
 * @param dir an empty folder
 */
record BenchPlace(LabHome home, LabSession session, String servers, BenchTopics topics, Path dir) {
    /** What is measured there; returns the exit code. */
    interface Work {
        int run(BenchPlace place) throws IOException, InterruptedException;
    }

    /** Returns the work's exit code, or 3 when there is no broker to be had. */
    @SuppressWarnings("ClosingStandardOutputStreams") // the session is closed, not what it prints to
    static int with(String what, Work work) throws IOException, InterruptedException {
        LabHome home = new LabHome(Path.of(System.getProperty("losslab.home", ".")));
        Path dir = Files.createTempDirectory("losslab-bench-");
        try (LabSession session =
                home.registry().open(ProcessRegistry.Kind.RUN, "bench " + what, System.err::println)) {
            session.removeAtEnd(dir);
            try (Cluster cluster = new EmbeddedPlace(home, session).start(new ClusterSpec(1, Map.of()), dir);
                    BenchTopics topics = new BenchTopics(cluster)) {
                return work.run(new BenchPlace(home, session, cluster.bootstrapServers(), topics, dir));
            }
        } catch (LabException e) {
            System.err.println("bench: " + e.getMessage());
            return 3;
        }
    }

    ServiceTrial services() {
        return new ServiceTrial(home, session, servers);
    }

    /** A new folder for a trial's ledgers. */
    Path ledgers() throws IOException {
        return Files.createTempDirectory(dir, "ledger-");
    }

    /** A topic with so many of the lab's records, which stay. */
    void filled(String topic, int partitions, int valueBytes, long records) throws IOException, InterruptedException {
        topics.create(topic, partitions, Map.of("retention.ms", "-1", "retention.bytes", "-1"));
        System.err.printf("writing %,d records of %d bytes%n", records, valueBytes);
        ProducerTrial.run(servers, topic, partitions, valueBytes, records, null);
    }
}
