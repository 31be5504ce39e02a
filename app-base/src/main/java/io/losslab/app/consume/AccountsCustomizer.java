package io.losslab.app.consume;

import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.eclipse.microprofile.config.Config;

/**
 * Hangs the {@link DeliveryInterceptor} into every consumer that the connector creates, and hands it the books; behind it
 * {@link PollAsOne}, where the channel asks for it.
 */
@ApplicationScoped
class AccountsCustomizer implements ClientCustomizer<Map<String, Object>> {
    private final ConsumerSession session;

    AccountsCustomizer(ConsumerSession session) {
        this.session = session;
    }

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> client) {
        if (!client.containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
            return client;
        }
        String topic = channelConfig.getOptionalValue("topic", String.class).orElse(channel);
        Map<String, Object> customized = new HashMap<>(client);
        customized.put(DeliveryInterceptor.ACCOUNTS, session.open(channel, topic, client));
        List<Object> interceptors = new ArrayList<>();
        Object others = client.get(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        if (others instanceof String names && !names.isBlank()) {
            interceptors.addAll(List.of(names.split("\\s*,\\s*")));
        }
        interceptors.add(DeliveryInterceptor.class);
        if ("true".equals(client.get(PollAsOne.ATTRIBUTE))) {
            interceptors.add(PollAsOne.class);
        }
        customized.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, interceptors);
        return customized;
    }
}
