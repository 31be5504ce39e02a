package io.losslab.app.consume;

import io.losslab.ledger.journal.EntryKind;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Journals what was assigned and taken away, and from where on. The connector calls it on the polling thread, within a
 * poll; on revocation after the processed offsets were committed.
 */
@ApplicationScoped
@Identifier(AssignmentJournal.NAME)
class AssignmentJournal implements KafkaConsumerRebalanceListener {
    static final String NAME = "losslab";

    private static final Logger LOG = Logger.getLogger(AssignmentJournal.class);

    /** The poll loop waits for the answers, so they are not waited for long: unknown is good enough. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long NONE = -1;
    private static final long UNKNOWN = -2;

    private final ConsumerSession session;

    AssignmentJournal(ConsumerSession session) {
        this.session = session;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> all) {
        List<TopicPartition> partitions = ours(all);
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = null;
        Map<TopicPartition, Long> starts = Map.of();
        try {
            committed = consumer.committed(Set.copyOf(partitions), PATIENCE);
            starts = consumer.beginningOffsets(partitions, PATIENCE);
        } catch (KafkaException e) {
            LOG.debugf(e, "committed offsets or log starts of %s unknown", partitions);
        }
        for (TopicPartition partition : partitions) {
            long at = committed == null
                    ? UNKNOWN
                    : committed.get(partition) == null
                            ? NONE
                            : committed.get(partition).offset();
            long position = position(consumer, partition);
            session.accounts().assigned(partition.partition(), position, at, starts.getOrDefault(partition, NONE));
            LOG.infof(
                    "%s assigned at offset %d (committed: %s)",
                    partition, position, at == NONE ? "nothing" : at == UNKNOWN ? "unknown" : Long.toString(at));
        }
        session.refreshSoon();
    }

    private List<TopicPartition> ours(Collection<TopicPartition> all) {
        return all.stream()
                .filter(partition -> session.accounts().isAbout(partition.topic()))
                .toList();
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : ours(partitions)) {
            session.accounts().released(EntryKind.REVOKED, partition.partition(), position(consumer, partition));
            LOG.infof("%s revoked", partition);
        }
    }

    private static long position(Consumer<?, ?> consumer, TopicPartition partition) {
        try {
            return consumer.position(partition, PATIENCE);
        } catch (KafkaException | IllegalStateException e) {
            LOG.debugf(e, "position of %s unknown", partition);
            return -1;
        }
    }
}
