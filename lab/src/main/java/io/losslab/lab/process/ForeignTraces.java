package io.losslab.lab.process;

import io.losslab.lab.LabException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a run makes on somebody else's cluster: noted before it is made, so that a run that is killed leaves nothing there
 * without a word. No secrets: only where the file is that has them.
 *
 * @param commandConfig null when none is needed
 * @param runId part of every name, so that nothing but the run's own can be meant
 */
public record ForeignTraces(
        String bootstrapServers, Path commandConfig, String runId, List<String> topics, List<String> groups) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Members that were killed are thrown out, and the group is empty a moment later. */
    private static final int ATTEMPTS = 10;

    private static final long PAUSE_MILLIS = 300;
    private static final int SHORTEST_RUN_ID = 8;

    public ForeignTraces {
        topics = List.copyOf(topics);
        groups = List.copyOf(groups);
        if (runId.length() < SHORTEST_RUN_ID || !runId.matches("[a-z0-9]+")) {
            throw new IllegalArgumentException("`" + runId + "` is no id of a run");
        }
        Stream.concat(topics.stream(), groups.stream())
                .filter(name -> !name.contains("-" + runId))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("`" + name + "` is not of the run " + runId);
                });
    }

    /**
     * @throws IllegalArgumentException when they are not what {@link #properties} made
     */
    static ForeignTraces of(Properties noted) {
        String config = noted.getProperty("commandConfig", "");
        String servers = noted.getProperty("bootstrapServers", "");
        if (servers.isBlank()) {
            throw new IllegalArgumentException("it names no cluster");
        }
        try {
            return new ForeignTraces(
                    servers,
                    config.isEmpty() ? null : Path.of(config),
                    noted.getProperty("run", ""),
                    list(noted, "topics"),
                    list(noted, "groups"));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static List<String> list(Properties noted, String key) {
        String names = noted.getProperty(key, "");
        return names.isEmpty() ? List.of() : Arrays.asList(names.split(","));
    }

    Properties properties() {
        Properties noted = new Properties();
        noted.setProperty("bootstrapServers", bootstrapServers);
        if (commandConfig != null) {
            noted.setProperty("commandConfig", commandConfig.toAbsolutePath().toString());
        }
        noted.setProperty("run", runId);
        noted.setProperty("topics", String.join(",", topics)); // Kafka's names have no comma
        noted.setProperty("groups", String.join(",", groups));
        return noted;
    }

    /** For people. */
    public String text() {
        return "topics " + String.join(", ", topics) + " and groups " + String.join(", ", groups)
                + " on the cluster at " + bootstrapServers;
    }

    /** Removes them; why not, in one line, when one of them may still be there. */
    Optional<String> remove() {
        Admin admin;
        try {
            admin = new ClusterAccess(bootstrapServers, commandConfig).connect(TIMEOUT);
        } catch (LabException e) {
            return Optional.of(e.getMessage());
        }
        try {
            List<String> left = new ArrayList<>();
            Optional<String> silent = attempt(
                    "nobody answers", () -> await(admin.describeCluster().nodes()));
            if (silent.isPresent()) {
                return silent; // one wait is enough
            }
            for (String topic : topics) {
                attempt(
                                "topic " + topic,
                                () -> await(admin.deleteTopics(List.of(topic)).all()))
                        .ifPresent(left::add);
            }
            for (String group : groups) {
                attempt("group " + group, () -> removeGroup(admin, group)).ifPresent(left::add);
            }
            return left.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", left));
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private interface Removal {
        void run() throws ExecutionException, TimeoutException, InterruptedException;
    }

    private static Optional<String> attempt(String what, Removal removal) {
        try {
            removal.run();
            return Optional.empty();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            boolean gone =
                    cause instanceof UnknownTopicOrPartitionException || cause instanceof GroupIdNotFoundException;
            return gone ? Optional.empty() : Optional.of(what + ": " + cause.getMessage());
        } catch (TimeoutException e) {
            return Optional.of(what + ": no answer within " + TIMEOUT.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(what + ": interrupted");
        }
    }

    private static void removeGroup(Admin admin, String group)
            throws ExecutionException, TimeoutException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                await(admin.deleteConsumerGroups(List.of(group)).all());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupNotEmptyException) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
            try {
                await(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                        .all());
            } catch (ExecutionException refused) {
                // then its members are missed in time, or the last attempt says why not
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static void await(KafkaFuture<?> future) throws ExecutionException, TimeoutException, InterruptedException {
        future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
