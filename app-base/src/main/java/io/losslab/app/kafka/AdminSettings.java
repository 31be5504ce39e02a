package io.losslab.app.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** An admin client that goes where a channel's client goes, with its security, and gives up soon. */
public final class AdminSettings {
    private AdminSettings() {}

    /**
     * @param channel the configuration of the channel's client
     * @param timeoutMs how long any request may take
     */
    public static Map<String, Object> of(Map<String, ?> channel, String clientId, int timeoutMs) {
        Map<String, Object> settings = new HashMap<>(channel);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.remove(AdminClientConfig.METRIC_REPORTER_CLASSES_CONFIG);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMs);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, timeoutMs);
        return settings;
    }
}
