package io.losslab.lab.act;

import io.losslab.lab.LabException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/** Log ends, and operators' requests that may have to be repeated until the group has lost its members. */
final class Offsets {
    private static final long TIMEOUT_SECONDS = 15;
    /** A killed member is one until its session times out: 45 s by default. */
    private static final long GROUP_EMPTY_SECONDS = 90;

    private Offsets() {}

    /** By partition, of all partitions or of one. */
    static Map<TopicPartition, Long> of(FaultScene scene, int only, OffsetSpec which) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new java.util.HashMap<>();
        for (int p = 0; p < scene.partitions(); p++) {
            if (only < 0 || only == p) {
                asked.put(new TopicPartition(scene.topic(), p), which);
            }
        }
        Map<TopicPartition, Long> offsets = new TreeMap<>(java.util.Comparator.comparingInt(TopicPartition::partition));
        get(scene.admin().listOffsets(asked).all()).forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /**
     * @throws RefusedException when Kafka refuses
     */
    static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            throw new LabException.Environment("no answer within " + TIMEOUT_SECONDS + " s", e);
        }
    }

    /** What came back from Kafka is a refusal; that nothing came back, or nobody who could say it, is the environment's. */
    private static RuntimeException failure(Throwable cause) {
        boolean answered = cause instanceof ApiException && !(cause instanceof RetriableException);
        return answered
                ? new RefusedException(cause)
                : new LabException.Environment(String.valueOf(cause.getMessage()), cause);
    }

    /**
     * Asks until the group has no members any more.
     *
     * @throws RefusedException when it still has some long after, or Kafka refuses for another reason
     */
    static void onceEmpty(Supplier<KafkaFuture<Void>> request) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GROUP_EMPTY_SECONDS);
        while (true) {
            try {
                request.get().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                boolean soon = cause instanceof UnknownMemberIdException
                        || cause instanceof GroupNotEmptyException
                        || cause instanceof GroupSubscribedToTopicException
                        || cause instanceof RetriableException;
                if (!soon || System.nanoTime() > deadline) {
                    throw failure(Objects.requireNonNull(cause));
                }
            } catch (TimeoutException e) {
                throw new LabException.Environment("no answer within " + TIMEOUT_SECONDS + " s", e);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
