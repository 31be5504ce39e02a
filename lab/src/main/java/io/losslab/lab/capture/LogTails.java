package io.losslab.lab.capture;

import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * What the end offset that everybody is told leaves unsaid: whether a leader's log goes on above its high watermark, and
 * where a transaction that is open holds readers back.
 *
 * <p>No client is told where a leader's log ends. But a leader refuses a fetch beyond that end as out of range, and answers
 * one between the high watermark and the end with nothing. So a fetch just above the high watermark tells: refused, and
 * nothing is there; anything else, silence included, proves nothing.
 *
 * <p>Used by one thread.
 */
public final class LogTails implements Closeable {
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final Map<String, String> clientProperties;
    private final String topic;
    private KafkaConsumer<byte[], byte[]> consumer;

    /** Connects when it is first asked. */
    public LogTails(Map<String, String> clientProperties, String topic) {
        this.clientProperties = clientProperties;
        this.topic = topic;
    }

    /**
     * The partitions whose leader has not proven, within a part of a second, that its log ends at the high watermark.
     *
     * @param highWatermarks by partition
     */
    public Set<Integer> notProvenWhole(Map<Integer, Long> highWatermarks) {
        Set<Integer> open = new TreeSet<>(highWatermarks.keySet());
        KafkaConsumer<byte[], byte[]> probe = consumer();
        probe.assign(partitions(open));
        probe.resume(probe.assignment()); // a pause outlives an assignment of the same partitions
        highWatermarks.forEach((partition, offset) -> probe.seek(new TopicPartition(topic, partition), offset + 1));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            try {
                probe.poll(POLL);
            } catch (OffsetOutOfRangeException e) {
                probe.pause(e.partitions());
                e.partitions().forEach(partition -> open.remove(partition.partition()));
            } catch (KafkaException e) {
                return open; // a leader that does not answer proves nothing
            }
        }
        return open;
    }

    /** By partition, the offset from which on nobody is given anything who reads committed data; empty when unknown. */
    public Map<Integer, Long> lastStable(Collection<Integer> partitions) {
        Map<Integer, Long> offsets = new HashMap<>();
        try {
            consumer()
                    .endOffsets(partitions(partitions), ANSWER)
                    .forEach((partition, offset) -> offsets.put(partition.partition(), offset));
        } catch (KafkaException e) {
            return Map.of();
        }
        return offsets;
    }

    private Set<TopicPartition> partitions(Collection<Integer> numbers) {
        return numbers.stream().map(p -> new TopicPartition(topic, p)).collect(Collectors.toSet());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            consumer = GrouplessConsumer.create(
                    clientProperties,
                    "log-tails",
                    "read_committed",
                    Map.of(
                            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none",
                            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100",
                            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "1024"));
        }
        return consumer;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofMillis(200)));
        }
    }
}
