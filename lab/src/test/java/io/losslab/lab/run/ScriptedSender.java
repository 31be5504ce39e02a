package io.losslab.lab.run;

import io.losslab.lab.place.Cluster;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.SendLedger;
import io.losslab.ledger.payload.PayloadEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real producer that does with each record what a test says, and keeps the ledger that load-producer would keep. */
final class ScriptedSender implements AutoCloseable {
    private static final byte[] KEY = "user-0000000".getBytes(StandardCharsets.US_ASCII);
    private static final int VALUE_BYTES = 200;

    private final SendLedger ledger;
    private final PayloadEncoder encoder;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    ScriptedSender(Cluster cluster, Path ledgers, String topic, int partitions) throws IOException {
        Source source = new Source("scripted", Source.randomName(Source.PRODUCER_WIDTH));
        this.topic = topic;
        ledger = SendLedger.create(ledgers, source, topic, partitions, Map.of());
        encoder = new PayloadEncoder(source, VALUE_BYTES);
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        producer = new KafkaProducer<>(config);
    }

    /** Sends so many records, each when the one before is acknowledged: each is a batch of its own in the log. */
    void send(int partition, int records) throws ExecutionException, InterruptedException {
        for (int i = 0; i < records; i++) {
            long sequence = intend(partition);
            acked(partition, sequence, write(partition, value(partition, sequence)));
        }
    }

    /** On record as intended and handed over. */
    long intend(int partition) {
        long sequence = ledger.reserve(partition);
        ledger.handedOver(partition, sequence);
        return sequence;
    }

    byte[] value(int partition, long sequence) {
        return encoder.encode(partition, sequence, EpochClock.micros());
    }

    /** Returns the offset. */
    long write(int partition, byte[] value) throws ExecutionException, InterruptedException {
        return producer.send(new ProducerRecord<>(topic, partition, KEY, value))
                .get()
                .offset();
    }

    void acked(int partition, long sequence, long offset) {
        ledger.acked(partition, sequence, offset, EpochClock.micros());
    }

    @Override
    public void close() throws IOException {
        producer.close();
        ledger.close();
    }
}
