package io.losslab.lab.capture;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers that read along: in no group, from where they are told, without a trace on the cluster. */
final class GrouplessConsumer {
    private GrouplessConsumer() {}

    /**
     * @param clientProperties what every client of the cluster needs
     * @param name of the client, after {@code losslab-}
     * @param isolation {@code read_uncommitted} or {@code read_committed}
     * @param more settings of this one alone
     */
    static KafkaConsumer<byte[], byte[]> create(
            Map<String, String> clientProperties, String name, String isolation, Map<String, String> more) {
        Map<String, Object> config = new HashMap<>(clientProperties);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "losslab-" + name);
        config.putAll(more);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(config);
    }
}
