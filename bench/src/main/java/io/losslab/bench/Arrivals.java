package io.losslab.bench;

import io.losslab.ledger.payload.PayloadDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * When the records of a topic were sent, by the timestamp that the client gave them as it took them (milliseconds): how
 * many in each window of 10 ms, and, of the lab's records, how late against the intended time.
 */
final class Arrivals {
    static final int WINDOW_MS = 10;
    private static final int MOST_LATE_MS = 60_000;

    private final int[] perWindow;
    private final long[] lateMs = new long[MOST_LATE_MS + 1];
    private final long firstMs;
    private long count;

    /**
     * @param firstMs when the first window begins, since 1970; what is earlier is not looked at
     * @param windows how many; what is later is not looked at
     */
    Arrivals(long firstMs, int windows) {
        this.firstMs = firstMs;
        perWindow = new int[windows];
    }

    /**
     * @param intendedMicros since 1970; negative for a record that does not say
     */
    void add(long timestampMs, long intendedMicros) {
        long window = (timestampMs - firstMs) / WINDOW_MS;
        if (timestampMs < firstMs || window >= perWindow.length) {
            return;
        }
        perWindow[(int) window]++;
        count++;
        if (intendedMicros >= 0) {
            long late = timestampMs - Math.floorDiv(intendedMicros, 1_000L);
            lateMs[(int) Math.max(0, Math.min(late, MOST_LATE_MS))]++;
        }
    }

    /** Over the windows, the empty ones included. */
    double recordsPerSecond() {
        return count * 1e3 / (perWindow.length * (double) WINDOW_MS);
    }

    /** Milliseconds that this share of the records were late at most; the timestamp's resolution, 1 ms, is part of it. */
    long lateAtMostMs(double share) {
        long known = Arrays.stream(lateMs).sum();
        long seen = 0;
        for (int late = 0; late <= MOST_LATE_MS; late++) {
            seen += lateMs[late];
            if (seen >= share * known) {
                return late + 1L;
            }
        }
        return MOST_LATE_MS;
    }

    /** Records in a window such that this share of the windows has no more. */
    int inWindow(double share) {
        int[] sorted = perWindow.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
    }

    int[] perWindow() {
        return perWindow.clone();
    }

    /**
     * Reads a topic that is complete, from its start.
     *
     * @param fromMs when the first window begins, after the first record
     * @param lengthMs of all windows
     */
    static Arrivals read(String servers, String topic, int partitions, long records, long fromMs, int lengthMs) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                servers,
                "key.deserializer",
                ByteArrayDeserializer.class.getName(),
                "value.deserializer",
                ByteArrayDeserializer.class.getName(),
                "enable.auto.commit",
                "false");
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        PayloadDecoder decoder = new PayloadDecoder();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            consumer.assign(all);
            long first =
                    consumer.offsetsForTimes(all.stream().collect(Collectors.toMap(p -> p, p -> 0L))).values().stream()
                            .filter(Objects::nonNull)
                            .mapToLong(found -> found.timestamp())
                            .min()
                            .orElseThrow(() -> new IllegalStateException("nothing is in " + topic));
            Arrivals arrivals = new Arrivals(first + fromMs, lengthMs / WINDOW_MS);
            consumer.seekToBeginning(all);
            for (long seen = 0; seen < records; ) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(5));
                if (polled.isEmpty()) {
                    throw new IllegalStateException("only " + seen + " of " + records + " records came");
                }
                seen += polled.count();
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    boolean ours = decoder.decodeIdentity(record.value()) == PayloadDecoder.Kind.RECORD;
                    arrivals.add(record.timestamp(), ours ? decoder.intendedMicros() : -1);
                }
            }
            return arrivals;
        }
    }
}
