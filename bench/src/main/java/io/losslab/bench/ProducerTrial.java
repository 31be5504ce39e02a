package io.losslab.bench;

import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.SendLedger;
import io.losslab.ledger.payload.PayloadEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records as fast as the client takes them, the way load-producer does: identity, checksum, a callback a record.
 * With a ledger or without is the only difference.
 */
final class ProducerTrial {
    /** As in load-producer's application.properties. */
    private static final Map<String, Object> CLIENT = Map.of(
            "acks", "all",
            "enable.idempotence", "true",
            "buffer.memory", "67108864",
            "linger.ms", "5",
            "batch.size", "131072",
            "key.serializer", ByteArraySerializer.class.getName(),
            "value.serializer", ByteArraySerializer.class.getName());

    private static final byte[] KEY = "user-0000000".getBytes(StandardCharsets.US_ASCII);

    private ProducerTrial() {}

    /** The same settings for kafka-producer-perf-test. */
    static Map<String, Object> clientSettings(String acks) {
        Map<String, Object> settings = new java.util.TreeMap<>(CLIENT);
        settings.put("acks", acks);
        settings.put("enable.idempotence", Boolean.toString("all".equals(acks)));
        return settings;
    }

    /**
     * @param ledgers where to record; null for not at all
     * @return records a second, until the last was acknowledged
     */
    static double run(
            String servers, String topic, int partitions, int valueBytes, long records, @Nullable Path ledgers)
            throws IOException {
        Map<String, Object> config = new java.util.HashMap<>(CLIENT);
        config.put("bootstrap.servers", servers);
        Source source = new Source("bench", Source.randomName(8));
        AtomicLong acked = new AtomicLong();
        try (SendLedger ledger =
                        ledgers == null ? null : SendLedger.create(ledgers, source, topic, partitions, Map.of());
                KafkaProducer<byte[], byte[]> client = new KafkaProducer<>(config)) {
            client.partitionsFor(topic);
            PayloadEncoder encoder = new PayloadEncoder(source, valueBytes);
            long[] sequences = new long[partitions];
            long begin = System.nanoTime();
            for (long i = 0; i < records; i++) {
                int partition = (int) (i % partitions);
                long sequence = ledger == null ? sequences[partition]++ : ledger.reserve(partition);
                byte[] value = encoder.encode(partition, sequence, EpochClock.micros());
                client.send(
                        new ProducerRecord<>(topic, partition, KEY, value),
                        ledger == null ? counting(acked) : recording(ledger, partition, sequence, acked));
                if (ledger != null) {
                    ledger.handedOver(partition, sequence);
                }
            }
            client.flush();
            long end = System.nanoTime();
            if (acked.get() != records) {
                throw new IllegalStateException((records - acked.get()) + " of " + records + " were not acknowledged");
            }
            return records * 1e9 / (end - begin);
        }
    }

    /** A callback of its own for each record, too, so that only the recording differs. */
    private static Callback counting(AtomicLong acked) {
        long dueNanos = System.nanoTime();
        return (metadata, failure) -> {
            if (failure == null && System.nanoTime() >= dueNanos) {
                acked.setRelease(acked.getPlain() + 1);
            }
        };
    }

    private static Callback recording(SendLedger ledger, int partition, long sequence, AtomicLong acked) {
        return (metadata, failure) -> {
            if (failure == null) {
                ledger.acked(partition, sequence, metadata.offset(), EpochClock.microsAtNanoTime(System.nanoTime()));
                acked.setRelease(acked.getPlain() + 1);
            }
        };
    }
}
