package io.losslab.lab.run;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/**
 * What a login may do with topics that are not there yet. A broker tells, in one answer that changes nothing; Kafka's Admin
 * client drops that part of the answer unless the topic is there, and a topic that was made to find out cannot be deleted when
 * that is the right that is missing. Hence this one request by the client's own classes, as Kafka's tools make it.
 */
final class TopicRights {
    private static final String CLIENT = "losslab-rights";
    private static final Duration BACKOFF = Duration.ofMillis(50);
    /** What a broker says that does not know how to tell. */
    private static final int NOT_TOLD = Integer.MIN_VALUE;

    private final Map<String, String> clientProperties;
    private final Duration timeout;

    TopicRights(Map<String, String> clientProperties, Duration timeout) {
        this.clientProperties = clientProperties;
        this.timeout = timeout;
    }

    /**
     * What is allowed, by topic; a topic is absent when the broker does not tell (before 2.3).
     *
     * @throws IOException when the broker cannot be reached
     */
    Map<String, Set<AclOperation>> of(List<String> topics, Node broker) throws IOException {
        AdminClientConfig config = new AdminClientConfig(new HashMap<>(clientProperties));
        LogContext log = new LogContext("[" + CLIENT + "] ");
        try (Metrics metrics = new Metrics();
                Selector selector = new Selector(
                        timeout.toMillis(),
                        metrics,
                        Time.SYSTEM,
                        CLIENT,
                        ClientUtils.createChannelBuilder(config, Time.SYSTEM, log),
                        log);
                NetworkClient network = new NetworkClient(
                        selector,
                        new ManualMetadataUpdater(),
                        CLIENT,
                        1,
                        BACKOFF.toMillis(),
                        BACKOFF.toMillis(),
                        Selectable.USE_DEFAULT_BUFFER_SIZE,
                        Selectable.USE_DEFAULT_BUFFER_SIZE,
                        (int) timeout.toMillis(),
                        timeout.toMillis(),
                        timeout.toMillis(),
                        Time.SYSTEM,
                        true,
                        new ApiVersions(),
                        log,
                        MetadataRecoveryStrategy.NONE)) {
            if (!NetworkClientUtils.awaitReady(network, broker, Time.SYSTEM, timeout.toMillis())) {
                throw new IOException("no connection to " + broker.host() + ":" + broker.port());
            }
            MetadataResponse answer = (MetadataResponse) NetworkClientUtils.sendAndReceive(
                            network,
                            network.newClientRequest(
                                    broker.idString(), question(topics), Time.SYSTEM.milliseconds(), true),
                            Time.SYSTEM)
                    .responseBody();
            return answer.data().topics().stream()
                    .filter(topic -> topic.topicAuthorizedOperations() != NOT_TOLD)
                    .collect(Collectors.toMap(
                            topic -> topic.name(), topic -> operations(topic.topicAuthorizedOperations())));
        }
    }

    private static MetadataRequest.Builder question(List<String> topics) {
        MetadataRequestData data =
                new MetadataRequestData().setAllowAutoTopicCreation(false).setIncludeTopicAuthorizedOperations(true);
        topics.forEach(topic -> data.topics().add(new MetadataRequestData.MetadataRequestTopic().setName(topic)));
        return new MetadataRequest.Builder(data);
    }

    private static Set<AclOperation> operations(int bits) {
        return Utils.from32BitField(bits).stream().map(AclOperation::fromCode).collect(Collectors.toSet());
    }
}
