package io.losslab.lab.run;

import io.losslab.lab.place.Cluster;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.EntryKind;
import io.losslab.ledger.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A real member of a group that moves and commits as a test says. Its ledger says that each reset and seek is on record,
 * as the services' ledgers do; whether that is true is up to the test.
 */
final class ScriptedMember implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final ConsumeLedger ledger;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final PayloadDecoder decoder = new PayloadDecoder();

    ScriptedMember(Cluster cluster, Path ledgers, String topic, String group) throws IOException {
        Map<String, String> positions = Map.of(ConsumeLedger.POSITIONS_JOURNALED, "true");
        ledger = ConsumeLedger.create(ledgers, group, Source.randomName(8), topic, positions);
        Map<String, Object> config = new HashMap<>(cluster.clientProperties());
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10");
        consumer = new KafkaConsumer<>(config);
        consumer.subscribe(List.of(topic), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
                for (TopicPartition p : partitions) {
                    long at = committed.get(p) == null ? -1 : committed.get(p).offset();
                    ledger.assigned(p.partition(), at, consumer.position(p), EpochClock.micros());
                }
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                for (TopicPartition p : partitions) {
                    ledger.assignment(EntryKind.REVOKED, p.partition(), consumer.position(p), EpochClock.micros());
                }
            }
        });
    }

    /** Polls, and processes all that it is given, until this many records are done with. */
    void process(int records) {
        int done = 0;
        while (done < records) {
            for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
                decoder.decode(polled.value());
                int source = ledger.sourceId(decoder.source());
                long now = EpochClock.micros();
                ledger.delivered(polled.partition(), source, decoder.sequence(), polled.offset(), now);
                ledger.outcome(
                        EntryKind.PROCESSED, polled.partition(), source, decoder.sequence(), polled.offset(), now);
                done++;
            }
        }
    }

    /** Moves its position, and leaves that off the record. */
    void seekOffTheRecord(long offset) {
        consumer.assignment().forEach(partition -> consumer.seek(partition, offset));
    }

    /** Commits an offset in every partition it has, whatever it was given. */
    void commit(long offset) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        consumer.assignment().forEach(partition -> commits.put(partition, new OffsetAndMetadata(offset)));
        consumer.commitSync(commits);
        commits.keySet().forEach(p -> ledger.committed(p.partition(), offset, EpochClock.micros()));
    }

    @Override
    public void close() throws IOException {
        consumer.close();
        ledger.close();
    }
}
