package io.losslab.bench;

import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a topic from its start, the way the consumers do: each record's identity and checksum are verified, and its
 * latency is taken. With a ledger, each delivery is recorded as the poll returns, and each outcome as it is known.
 */
final class ConsumerTrial {
    private ConsumerTrial() {}

    /**
     * @param ledgers where to record; null for not at all
     * @return records a second, from the first poll that returned some
     */
    static double run(String servers, String topic, int partitions, long records, @Nullable Path ledgers)
            throws IOException {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", servers);
        config.put("key.deserializer", ByteArrayDeserializer.class.getName());
        config.put("value.deserializer", ByteArrayDeserializer.class.getName());
        config.put("enable.auto.commit", "false");
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        try (ConsumeLedger ledger = ledgers == null
                        ? null
                        : ConsumeLedger.create(ledgers, "bench", Source.randomName(8), topic, Map.of());
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Reader reader = new Reader(ledger);
            long seen = 0;
            long begin = 0;
            while (seen < records) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofSeconds(5));
                if (polled.isEmpty()) {
                    throw new IllegalStateException("only " + seen + " of " + records + " records came");
                }
                begin = begin == 0 ? System.nanoTime() : begin;
                seen += polled.count();
                reader.read(polled);
            }
            if (reader.latest < 0) {
                throw new IllegalStateException("records from the future");
            }
            return seen * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static final class Reader {
        private final @Nullable ConsumeLedger ledger;
        private final PayloadDecoder decoder = new PayloadDecoder();
        private @Nullable Source source;
        private long latest;
        private int sourceId;

        Reader(@Nullable ConsumeLedger ledger) {
            this.ledger = ledger;
        }

        @SuppressWarnings("ReferenceEquality") // the decoder keeps its source while records go on being that one's
        private int sourceId(ConsumeLedger ledger) {
            if (decoder.source() != source) {
                source = decoder.source();
                sourceId = ledger.sourceId(decoder.source());
            }
            return sourceId;
        }

        void read(ConsumerRecords<byte[], byte[]> polled) {
            if (ledger != null) {
                delivered(ledger, polled);
            }
            processed(polled);
        }

        private void delivered(ConsumeLedger ledger, ConsumerRecords<byte[], byte[]> polled) {
            long now = EpochClock.micros();
            for (TopicPartition partition : polled.partitions()) {
                for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                    if (decoder.decodeIdentity(record.value()) != PayloadDecoder.Kind.RECORD) {
                        throw new IllegalStateException("not a record of the benchmark at " + record.offset());
                    }
                    ledger.delivered(partition.partition(), sourceId(ledger), decoder.sequence(), record.offset(), now);
                }
            }
        }

        private void processed(ConsumerRecords<byte[], byte[]> polled) {
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                if (decoder.decode(record.value()) != PayloadDecoder.Kind.RECORD) {
                    throw new IllegalStateException("not a record of the benchmark at " + record.offset());
                }
                long now = EpochClock.micros();
                latest = Math.max(latest, now - decoder.intendedMicros());
                if (ledger != null) {
                    ledger.outcome(
                            EntryKind.PROCESSED,
                            record.partition(),
                            sourceId(ledger),
                            decoder.sequence(),
                            record.offset(),
                            now);
                }
            }
        }
    }
}
