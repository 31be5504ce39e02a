package io.losslab.bench;

import io.losslab.lab.LabException;
import io.losslab.lab.place.Cluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** Topics of a benchmark's own broker. */
final class BenchTopics implements AutoCloseable {
    private final Admin admin;

    BenchTopics(Cluster cluster) {
        admin = Admin.create(Map.copyOf(cluster.clientProperties()));
    }

    /** Returns when each partition is led. */
    void create(String topic, int partitions, Map<String, String> config) throws InterruptedException {
        try {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
                    .all()
                    .get();
            awaitLeaders(topic, partitions);
        } catch (ExecutionException e) {
            throw new LabException.Environment("cannot create " + topic + ": " + e.getMessage(), e);
        }
    }

    /** A partition that is not led yet lets a producer's batches overtake each other. */
    private void awaitLeaders(String topic, int partitions) throws InterruptedException, ExecutionException {
        for (int attempt = 1; ; attempt++) {
            try {
                end(topic, partitions);
                return;
            } catch (ExecutionException e) {
                if (attempt == 50 || !(e.getCause() instanceof RetriableException)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** Records that the log holds, and held: the sum of the end offsets. */
    private long end(String topic, int partitions) throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> all = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest()));
        return admin.listOffsets(all).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    /** The sum of the end offsets. */
    long stored(String topic, int partitions) throws InterruptedException {
        try {
            return end(topic, partitions);
        } catch (ExecutionException e) {
            throw new LabException.Environment("cannot read the end of " + topic + ": " + e.getMessage(), e);
        }
    }

    void delete(List<String> topics) throws InterruptedException {
        try {
            admin.deleteTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new LabException.Environment("cannot delete " + topics + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
