package io.losslab.lab.capture;

import io.losslab.lab.LabException;
import io.losslab.lab.evidence.RunFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Where each partition's last stable offset is, and who holds it below the end: asked through the Admin API at the end of a
 * run whose load was sent in transactions.
 */
public final class OpenTransactions {
    private static final long TIMEOUT_SECONDS = 10;

    private OpenTransactions() {}

    /**
     * @param ends end offsets by partition
     * @return by partition: what holds its last stable offset below its end; a partition where nothing does is absent
     * @throws LabException.Environment when the cluster does not answer
     */
    public static Map<Integer, RunFacts.Blocked> of(Admin admin, String topic, Map<Integer, Long> ends) {
        try {
            Map<Integer, RunFacts.Blocked> open = new TreeMap<>();
            for (Map.Entry<Integer, Long> stable :
                    lastStable(admin, topic, ends).entrySet()) {
                if (stable.getValue() < ends.get(stable.getKey())) {
                    TopicPartition partition = new TopicPartition(topic, stable.getKey());
                    open.put(stable.getKey(), new RunFacts.Blocked(stable.getValue(), holder(admin, partition)));
                }
            }
            return open;
        } catch (ExecutionException | TimeoutException e) {
            throw new LabException.Environment(
                    "the cluster does not tell its last stable offsets: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted", e);
        }
    }

    private static Map<Integer, Long> lastStable(Admin admin, String topic, Map<Integer, Long> ends)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        ends.keySet().forEach(partition -> asked.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
        ListOffsetsResult result = admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        Map<Integer, Long> stable = new TreeMap<>();
        for (TopicPartition partition : asked.keySet()) {
            stable.put(
                    partition.partition(),
                    result.partitionResult(partition)
                            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                            .offset());
        }
        return stable;
    }

    /** In words without a comma; a cluster that does not say who it is leaves the offset. */
    private static String holder(Admin admin, TopicPartition partition)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            List<String> holders = new ArrayList<>();
            for (ProducerState producer : admin.describeProducers(List.of(partition))
                    .partitionResult(partition)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .activeProducers()) {
                if (producer.currentTransactionStartOffset().isPresent()) {
                    holders.add(transactionalId(admin, producer.producerId()) + "producer id " + producer.producerId()
                            + " since offset "
                            + producer.currentTransactionStartOffset().getAsLong());
                }
            }
            return holders.isEmpty() ? "a producer that the cluster does not name" : String.join(" and ", holders);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return "a producer that the cluster does not name";
            }
            throw e;
        }
    }

    private static String transactionalId(Admin admin, long producerId)
            throws ExecutionException, InterruptedException, TimeoutException {
        return admin
                .listTransactions(new ListTransactionsOptions().filterProducerIds(List.of(producerId)))
                .all()
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .stream()
                .map(TransactionListing::transactionalId)
                .findFirst()
                .map(id -> "transactional.id " + id + ": ")
                .orElse("");
    }
}
