package io.losslab.producer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The client's settings that decide about loss and rate, as they are in force: what is not configured has Kafka's default. */
final class ClientSettings {
    private static final List<String> DECIDING = List.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.RETRIES_CONFIG,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            ProducerConfig.BATCH_SIZE_CONFIG,
            ProducerConfig.LINGER_MS_CONFIG,
            ProducerConfig.COMPRESSION_TYPE_CONFIG);

    private ClientSettings() {}

    static Map<String, String> of(Map<String, ?> client) {
        Map<String, Object> defaults = ProducerConfig.configDef().defaultValues();
        Map<String, String> settings = new TreeMap<>();
        for (String key : DECIDING) {
            Object value = client.containsKey(key) ? client.get(key) : defaults.get(key);
            settings.put(key, String.valueOf(value));
        }
        if (client.containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)) {
            settings.put(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    String.valueOf(client.get(ProducerConfig.TRANSACTIONAL_ID_CONFIG)));
        }
        return settings;
    }
}
