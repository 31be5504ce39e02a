package io.losslab.lab.run;

import io.losslab.lab.LabException;
import io.losslab.lab.capture.OpenTransactions;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.process.Pause;
import io.losslab.lab.spec.ExperimentSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The one topic that a run creates, fills, and deletes again; nothing else on the cluster is written to. */
final class RunTopic {
    private static final long TIMEOUT_SECONDS = 30;
    private static final String CHECK_INTERVAL = "log.retention.check.interval.ms";

    private final Admin admin;
    private final String name;
    private final ExperimentSpec.Topic spec;
    private final Supplier<Optional<String>> clusterFailure;
    /** Whether it may be there by this run's doing: also when nobody answered the request to create it. */
    private boolean mayBeOurs;

    /**
     * @param clusterFailure why the cluster is gone, if it is: then no answer is waited for
     */
    RunTopic(Admin admin, String name, ExperimentSpec.Topic spec, Supplier<Optional<String>> clusterFailure) {
        this.clusterFailure = clusterFailure;
        this.admin = admin;
        this.name = name;
        this.spec = spec;
    }

    String name() {
        return name;
    }

    /**
     * @throws LabException.BadInput when the cluster refuses what the experiment asks for
     * @throws LabException.Environment when it cannot be created for any other reason
     */
    void create() {
        NewTopic topic = new NewTopic(name, spec.partitions(), (short) spec.replicationFactor()).configs(spec.config());
        mayBeOurs = true;
        try {
            get(admin.createTopics(List.of(topic)).all());
            awaitLeaders();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            mayBeOurs = !(cause instanceof TopicExistsException);
            String text = "topic " + name + " cannot be created: " + cause.getMessage();
            if (cause instanceof InvalidConfigurationException
                    || cause instanceof InvalidReplicationFactorException
                    || cause instanceof InvalidPartitionsException
                    || cause instanceof PolicyViolationException
                    || cause instanceof InvalidRequestException) {
                throw new LabException.BadInput(text, e);
            }
            if (cause instanceof TopicExistsException) {
                throw new LabException.Environment("topic " + name + " is already there, and not this run's", e);
            }
            throw new LabException.Environment(text, e);
        }
    }

    private void awaitLeaders() throws ExecutionException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (true) {
            try {
                boolean led = get(admin.describeTopics(List.of(name)).allTopicNames()).get(name).partitions().stream()
                        .allMatch(p -> p.leader() != null && !p.leader().isEmpty());
                if (led) {
                    return;
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new LabException.Environment("topic " + name + " has no leader after " + TIMEOUT_SECONDS + " s");
            }
            Pause.millis(50);
        }
    }

    /** How often the brokers check retention; empty when the cluster does not tell. */
    Optional<Duration> retentionCheckInterval() {
        try {
            int broker = get(admin.describeCluster().nodes()).iterator().next().id();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(broker));
            Config config = get(admin.describeConfigs(List.of(resource)).all()).get(resource);
            String value = config.get(CHECK_INTERVAL) == null
                    ? null
                    : config.get(CHECK_INTERVAL).value();
            return Optional.ofNullable(value).map(Long::parseLong).map(Duration::ofMillis);
        } catch (ExecutionException e) {
            return Optional.empty();
        }
    }

    /**
     * See {@link OpenTransactions#of}.
     *
     * @param ends end offsets by partition
     */
    Map<Integer, RunFacts.Blocked> blocked(Map<Integer, Long> ends) {
        return OpenTransactions.of(admin, name, ends);
    }

    /** Deletes topic and groups of the run; what is not there is no error. Returns a line for what could not be. */
    List<String> delete(List<String> groupIds) {
        List<String> left = new java.util.ArrayList<>();
        for (String group : groupIds) {
            deleteGroup(group).ifPresent(left::add);
        }
        if (mayBeOurs) {
            try {
                get(admin.deleteTopics(List.of(name)).all());
            } catch (ExecutionException | LabException e) {
                if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    return left;
                }
                left.add("topic " + name + " could not be deleted: " + reason(e));
            }
        }
        return left;
    }

    private Optional<String> deleteGroup(String group) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (true) {
            try {
                get(admin.deleteConsumerGroups(List.of(group)).all());
                return Optional.empty();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof GroupIdNotFoundException) {
                    return Optional.empty();
                }
                boolean soon = e.getCause() instanceof GroupNotEmptyException && System.nanoTime() < deadline;
                if (!soon) {
                    return Optional.of("group " + group + " could not be deleted: " + reason(e));
                }
                Pause.millis(200);
            } catch (LabException e) {
                return Optional.of("group " + group + " could not be deleted: " + reason(e));
            }
        }
    }

    Map<String, String> config() {
        return spec.config();
    }

    private static String reason(Exception e) {
        return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    }

    private <T> T get(KafkaFuture<T> future) throws ExecutionException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        try {
            while (true) {
                try {
                    return future.get(200, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    clusterFailure.get().ifPresent(line -> {
                        throw new LabException.Environment(line);
                    });
                    if (System.nanoTime() > deadline) {
                        throw new LabException.Environment(
                                "the cluster did not answer within " + TIMEOUT_SECONDS + " s", e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted", e);
        }
    }
}
