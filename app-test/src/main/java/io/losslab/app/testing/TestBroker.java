package io.losslab.app.testing;

import io.losslab.ledger.identity.Source;
import io.smallrye.reactive.messaging.kafka.companion.KafkaCompanion;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A real broker in the test's JVM, started once and shared; each test takes a topic of its own. */
public final class TestBroker {
    private static @Nullable KafkaCompanion companion;

    private TestBroker() {}

    public static synchronized KafkaCompanion companion() {
        KafkaCompanion running = companion;
        if (running == null) {
            EmbeddedKafkaBroker broker = new EmbeddedKafkaBroker()
                    .withNodeId(0)
                    .withKafkaHost("127.0.0.1")
                    .withAdditionalProperties(p -> {
                        p.put("auto.create.topics.enable", "false");
                        p.put("offsets.topic.num.partitions", "1");
                        p.put("group.initial.rebalance.delay.ms", "0");
                    })
                    .withDeleteLogDirsOnClose(true)
                    .start();
            KafkaCompanion started = new KafkaCompanion(broker.getAdvertisedListeners());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                started.close();
                broker.close();
            }));
            companion = started;
            return started;
        }
        return running;
    }

    public static String servers() {
        return companion().getBootstrapServers();
    }

    /** A topic that no other test uses. */
    public static String topic(int partitions) {
        return companion().topics().createAndWait("t-" + Source.randomName(8), partitions);
    }

    /** Writes the values in this order, and waits until all are acknowledged. */
    public static void write(String topic, int partition, List<byte[]> values) {
        byte[] key = "user-0000000".getBytes(StandardCharsets.US_ASCII);
        companion()
                .<byte[], byte[]>produceWithSerializers(ByteArraySerializer.class, ByteArraySerializer.class)
                .fromRecords(values.stream()
                        .map(value -> new ProducerRecord<>(topic, partition, key, value))
                        .toList())
                .awaitCompletion();
    }

    /** All that is in the topic now, each partition in its order. */
    public static List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        List<TopicPartition> partitions =
                Objects.requireNonNull(companion().topics().describe(topic).get(topic)).partitions().stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList();
        long end = companion().offsets().list(partitions).values().stream()
                .mapToLong(info -> info.offset())
                .sum();
        return companion()
                .<byte[], byte[]>consumeWithDeserializers(ByteArrayDeserializer.class, ByteArrayDeserializer.class)
                .fromTopics(topic, end)
                .awaitCompletion(Duration.ofSeconds(30))
                .getRecords();
    }
}
