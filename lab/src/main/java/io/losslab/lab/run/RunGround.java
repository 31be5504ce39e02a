package io.losslab.lab.run;

import io.losslab.lab.check.evidence.DeadLetters;
import io.losslab.lab.evidence.RunFacts;
import io.losslab.lab.place.Cluster;
import io.losslab.lab.place.PlaceChoice;
import io.losslab.lab.process.ForeignTraces;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.RunNames;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * What a run makes on its cluster: its topic, those of dead letters, and by its consumers their groups. On somebody else's
 * cluster all of it is noted before it is made, and removed afterwards.
 */
final class RunGround implements Closeable {
    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(2);

    private final RunScope scope;
    private final Cluster cluster;
    private final LabSession session;
    private final RunNames names;
    private final Admin admin;
    private final RunTopic topic;
    private final List<RunTopic> deadLetters;
    private boolean prepared;
    private boolean stays;

    RunGround(RunScope scope, Cluster cluster, LabSession session) {
        this.scope = scope;
        this.cluster = cluster;
        this.session = session;
        names = new RunNames(scope.spec(), scope.runId(), cluster.isOwn());
        Map<String, Object> adminConfig = new LinkedHashMap<>(cluster.clientProperties());
        adminConfig.put("client.id", "losslab");
        admin = Admin.create(adminConfig);
        topic = new RunTopic(admin, names.topic(), scope.spec().topic(), cluster::failure);
        deadLetters = deadLetterTopics();
    }

    /** One partition each, so that an offset says which dead letter it is. */
    private List<RunTopic> deadLetterTopics() {
        List<RunTopic> topics = new ArrayList<>();
        scope.spec().consumers().forEach((name, consumer) -> {
            if (consumer.deadLetters() != null) {
                ExperimentSpec.Topic one = new ExperimentSpec.Topic(
                        1,
                        scope.spec().topic().replicationFactor(),
                        consumer.deadLetters().config());
                topics.add(new RunTopic(admin, names.deadLetterTopic(name), one, cluster::failure));
            }
        });
        return topics;
    }

    Cluster cluster() {
        return cluster;
    }

    RunNames names() {
        return names;
    }

    Admin admin() {
        return admin;
    }

    RunTopic topic() {
        return topic;
    }

    /** The topics that groups hand on to; where they end, nobody knows yet. */
    List<RunFacts.OnwardTopic> onward() {
        return names.deadLetterTopics(scope.spec()).entrySet().stream()
                .map(dead -> new RunFacts.OnwardTopic(DeadLetters.KIND, dead.getKey(), dead.getValue(), null))
                .toList();
    }

    /**
     * Makes the topics.
     *
     * @throws io.losslab.lab.LabException.BadInput when the cluster refuses what the experiment asks for
     * @throws io.losslab.lab.LabException.Environment when a right is missing, or they cannot be made for another reason
     */
    void prepare() {
        if (!cluster.isOwn()) {
            // before anything is made: a login that lacks a right may be unable to remove it again
            new RunRights(admin, cluster.clientProperties(), scope.runId())
                    .require(topicNames(), names.groupIds().values(), names.transactionalId(scope.spec()));
        }
        prepared = true;
        if (!cluster.isOwn()) {
            session.noteTraces(traces());
        }
        topic.create();
        deadLetters.forEach(RunTopic::create);
    }

    private ForeignTraces traces() {
        Path commandConfig =
                scope.request().place() instanceof PlaceChoice.Existing existing ? existing.commandConfig() : null;
        return new ForeignTraces(
                cluster.bootstrapServers(),
                commandConfig,
                scope.runId(),
                topicNames(),
                List.copyOf(names.groupIds().values()));
    }

    private List<String> topicNames() {
        List<String> topics = new ArrayList<>(List.of(names.topic()));
        topics.addAll(names.deadLetterTopics(scope.spec()).values());
        return topics;
    }

    /** All of it stays there, for a look with other tools; what stays, a line each. */
    List<String> keep() {
        if (cluster.isOwn()) {
            cluster.keep();
        }
        stays = true;
        String groups = String.join(", ", names.groupIds().values());
        return List.of("topic " + names.topic() + " and groups " + groups + " at " + cluster.bootstrapServers()
                + (cluster.isOwn() ? "; the broker runs on until ./losslab down" : ""));
    }

    /** Also after Ctrl-C: what was created on somebody else's cluster does not stay there. */
    @Override
    public void close() {
        try {
            if (prepared && !cluster.isOwn() && (stays || removed())) {
                session.forgetTraces(traces());
            }
        } finally {
            admin.close(ADMIN_CLOSE); // by default it would wait for the answers of a cluster that is gone
        }
    }

    /** Returns whether all of it is gone. */
    private boolean removed() {
        boolean interrupted = Thread.interrupted();
        try {
            List<String> left =
                    new ArrayList<>(topic.delete(List.copyOf(names.groupIds().values())));
            deadLetters.forEach(t -> left.addAll(t.delete(List.of())));
            left.forEach(line -> scope.listener().note(line + "; the next start, or losslab down, tries again"));
            return left.isEmpty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
