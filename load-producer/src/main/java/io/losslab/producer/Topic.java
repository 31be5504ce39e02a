package io.losslab.producer;

import io.losslab.app.kafka.AdminSettings;
import io.losslab.app.kafka.BrokerReach;
import io.losslab.app.web.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What the broker says about the topic. Asked through an admin client, because a producer that asks for a topic creates it on
 * most clusters, with the broker's default of partitions and retention.
 */
final class Topic implements AutoCloseable {
    private static final int TIMEOUT_MS = 5000;

    private final String name;
    private final String servers;
    private final Map<String, Object> settings;
    private final BrokerReach broker;
    private @Nullable Admin admin;

    Topic(String name, Map<String, ?> client, BrokerReach broker) {
        this.name = name;
        this.broker = broker;
        servers = Objects.requireNonNull(client.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG))
                .toString();
        settings = AdminSettings.of(client, "losslab-topic", TIMEOUT_MS);
    }

    /**
     * @throws ProblemException when there is no such topic, or no answer
     */
    synchronized int partitions() {
        try {
            Map<String, TopicDescription> topics =
                    admin().describeTopics(List.of(name)).allTopicNames().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            int partitions =
                    Objects.requireNonNull(topics.get(name)).partitions().size();
            broker.answered(servers);
            return partitions;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("interrupted while asking for topic " + name);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw ProblemException.unavailable("topic '" + name + "' (losslab.topic) does not exist on " + servers
                        + ": create it, for example with `kafka-topics --create --topic " + name + "`");
            }
            throw noAnswer(BrokerReach.reason(e));
        } catch (TimeoutException e) {
            throw noAnswer("nothing within " + TIMEOUT_MS + " ms");
        } catch (KafkaException e) {
            throw noAnswer(BrokerReach.reason(e));
        }
    }

    private ProblemException noAnswer(String why) {
        broker.silent(servers, why);
        return ProblemException.unavailable(
                "no answer from Kafka at " + servers + " (kafka.bootstrap.servers): " + why);
    }

    /** Asks for a sign of life, and has {@link BrokerReach} say it when there is none. */
    synchronized void ping() {
        try {
            admin().describeCluster().nodes().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            broker.answered(servers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            broker.silent(servers, BrokerReach.reason(e));
        } catch (TimeoutException e) {
            broker.silent(servers, "no answer within " + TIMEOUT_MS + " ms");
        } catch (KafkaException e) {
            broker.silent(servers, BrokerReach.reason(e));
        }
    }

    private Admin admin() {
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ofMillis(200));
        }
    }
}
