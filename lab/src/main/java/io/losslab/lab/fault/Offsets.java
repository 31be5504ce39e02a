package io.losslab.lab.fault;

import io.losslab.lab.LabException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
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

    static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new LabException.Environment(String.valueOf(e.getCause().getMessage()), e);
        } catch (TimeoutException e) {
            throw new LabException.Environment("no answer within " + TIMEOUT_SECONDS + " s", e);
        }
    }

    /** Asks until the group has no members any more. */
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
                    throw new LabException.Environment(String.valueOf(cause.getMessage()), e);
                }
            } catch (TimeoutException e) {
                throw new LabException.Environment("no answer within " + TIMEOUT_SECONDS + " s", e);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
