package io.losslab.lab.run;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * What a run needs to be allowed on a cluster that is not the lab's. Asked for before anything is made there: a run that may
 * make a topic and not delete it, or whose groups may not read, must not begin. The questions are about names that only this
 * run has: they find nothing and change nothing, and whether they were allowed is checked first.
 */
final class RunRights {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final String NOBODY = "losslab-nobody";
    private static final List<AclOperation> ON_TOPICS =
            List.of(AclOperation.CREATE, AclOperation.WRITE, AclOperation.READ, AclOperation.DELETE);

    private final Admin admin;
    private final Map<String, String> clientProperties;
    private final String runId;
    private final List<String> missing = new ArrayList<>();

    /**
     * @param runId stands in the names of the run; what is before it is the prefix to be allowed
     */
    RunRights(Admin admin, Map<String, String> clientProperties, String runId) {
        this.admin = admin;
        this.clientProperties = clientProperties;
        this.runId = runId;
    }

    /**
     * @param topics that are not there yet
     * @param groups that are not there yet
     * @param transactionalId null when the load has no transactions
     * @throws LabException.Environment when a right is missing; names each that is
     */
    void require(List<String> topics, Iterable<String> groups, String transactionalId) {
        askForTopics(topics);
        groups.forEach(this::askForGroup);
        if (transactionalId != null && missing.isEmpty()) { // last: the coordinator keeps the id for a week
            ask(
                    "Write on transactional-id",
                    transactionalId,
                    admin.fenceProducers(List.of(transactionalId)).all());
        }
        if (!missing.isEmpty()) {
            throw new LabException.Environment("the cluster at " + clientProperties.get("bootstrap.servers")
                    + " does not give this login " + String.join(", ", missing)
                    + "; docs/any-cluster.md has the commands that do");
        }
    }

    private void askForTopics(List<String> topics) {
        allowed(topics).forEach((topic, operations) -> ON_TOPICS.stream()
                .filter(operation -> !operations.contains(operation))
                .forEach(operation -> miss(name(operation) + " on topic", topic)));
    }

    /** As the first broker says that can be reached. */
    private Map<String, Set<AclOperation>> allowed(List<String> topics) {
        TopicRights rights = new TopicRights(clientProperties, CONNECT);
        Exception failure = null;
        try {
            for (Node broker : get(admin.describeCluster().nodes())) {
                try {
                    return rights.of(topics, broker);
                } catch (IOException e) {
                    failure = e;
                }
            }
        } catch (ExecutionException e) {
            failure = e;
        }
        throw new LabException.Environment(
                "the cluster does not tell the rights on topic " + topics.get(0)
                        + (failure == null ? "" : ": " + failure.getMessage()),
                failure);
    }

    private static String name(AclOperation operation) {
        return operation.name().charAt(0) + operation.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private void askForGroup(String group) {
        RemoveMembersFromConsumerGroupOptions nobody =
                new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove(NOBODY)));
        ask(
                "Read on group",
                group,
                admin.removeMembersFromConsumerGroup(group, nobody).all());
        ask("Delete on group", group, admin.deleteConsumerGroups(List.of(group)).all());
    }

    /** Notes the right as missing when the answer says so; any other answer is of no interest here. */
    private void ask(String right, String name, KafkaFuture<?> request) {
        try {
            get(request);
        } catch (ExecutionException e) {
            for (Throwable answer = e.getCause(); answer != null; answer = answer.getCause()) {
                if (answer instanceof AuthorizationException) {
                    miss(right, name);
                    return;
                }
            }
        }
    }

    /** With the name's prefix before the run's id: what an administrator can allow once for all runs. */
    private void miss(String right, String name) {
        int at = name.indexOf(runId);
        String text = right + " " + (at < 0 ? name : name.substring(0, at) + "*");
        if (!missing.contains(text)) {
            missing.add(text);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new LabException.Environment("the cluster did not answer within " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted", e);
        }
    }
}
