package io.losslab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.lab.process.AppProcess;
import io.losslab.lab.process.AppSpec;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.ledger.identity.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The services themselves as fast as they go, each trial in a process of its own, with {@code losslab.ledger.enabled} as
 * the only difference.
 */
final class ServiceTrial {
    private static final int HEAP_MEGABYTES = 512;
    private static final Duration START = Duration.ofSeconds(60);
    /** Counts of a consumer that are zero when it read a whole topic once. */
    private static final List<String> WRONG =
            List.of("lost", "duplicates", "corrupt", "foreign", "misrouted", "failed");

    /** A look costs the service a millisecond and more, most of it for its percentiles. */
    private static final int LOOK_MS = 100;

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final LabHome home;
    private final LabSession session;
    private final String servers;

    ServiceTrial(LabHome home, LabSession session, String servers) {
        this.home = home;
        this.session = session;
        this.servers = servers;
    }

    /**
     * @param ledgers where to record; null for not at all
     * @return records acknowledged a second, over {@code seconds}
     */
    double producer(String topic, int valueBytes, int seconds, @Nullable Path ledgers) throws IOException {
        try (AppProcess service = start("load-producer", topic, Map.of(), ledgers)) {
            service.get("/start/10000000?duration=" + seconds + "s&valueBytes=" + valueBytes);
            return await(service, "the load ended", status -> "STOPPED".equals(text(status, "state")))
                    .get("achievedTps")
                    .asDouble();
        }
    }

    /**
     * @param records how many the topic holds; the first quarter is for the compiler
     * @return records processed a second
     */
    double consumer(String topic, long records, @Nullable Path ledgers) throws IOException {
        Map<String, String> config = Map.of(
                "losslab.group",
                "bench-" + Source.randomName(8),
                "mp.messaging.incoming.events.auto.offset.reset",
                "earliest");
        try (AppProcess service = start("fast-consumer", topic, config, ledgers)) {
            long from = await(service, "a quarter was read", status -> processed(status) >= records / 4)
                    .get("processed")
                    .asLong();
            long begin = System.nanoTime();
            await(service, "all was read", status -> processed(status) >= records);
            return (records - from) * 1e9 / (System.nanoTime() - begin);
        }
    }

    /**
     * Reads the whole topic with fast-consumer, and waits until all of it is committed.
     *
     * @throws IllegalStateException when it has not processed and committed each record once
     */
    Trial fastConsumer(String topic, long records, Path ledgers) throws IOException {
        return consumer("fast-consumer", topic, records, Map.of(), ledgers);
    }

    /** The same with slow-consumer. */
    Trial slowConsumer(String topic, long records, String delay, Path ledgers) throws IOException {
        return consumer("slow-consumer", topic, records, Map.of("losslab.processing.delay", delay), ledgers);
    }

    private Trial consumer(String module, String topic, long records, Map<String, String> settings, Path ledgers)
            throws IOException {
        Map<String, String> config = new HashMap<>(settings);
        config.put("losslab.group", "bench-" + Source.randomName(8));
        Trial trial = new Trial();
        try (AppProcess service = start(module, topic, config, ledgers)) {
            await(service, "all was read", status -> {
                long processed = processed(status);
                trial.add(System.nanoTime(), processed, Trial.cpuNanos(service.pid()));
                return processed >= records;
            });
            JsonNode end = await(service, "all was committed", status -> committed(status) >= records);
            for (String wrong : WRONG) {
                if (end.path(wrong).asLong() != 0 || processed(end) != records) {
                    throw new IllegalStateException(
                            module + " processed " + processed(end) + " of " + records + "; its status is " + end);
                }
            }
        }
        return trial;
    }

    /**
     * Sends with load-producer at full speed until so many are acknowledged.
     *
     * @throws IllegalStateException when a send failed
     */
    Trial loadProducer(String topic, int valueBytes, long records, Map<String, String> settings, Path ledgers)
            throws IOException {
        Trial trial = new Trial();
        try (AppProcess service = start("load-producer", topic, settings, ledgers)) {
            service.get("/start/10000000?valueBytes=" + valueBytes);
            await(service, "all was sent", status -> {
                long acked = status.path("acked").asLong();
                trial.add(System.nanoTime(), acked, Trial.cpuNanos(service.pid()));
                return acked >= records;
            });
            JsonNode end = service.get("/stop", LONGEST);
            if (end.path("failed").asLong() + end.path("indeterminate").asLong() > 0
                    || !end.path("failure").isNull()) {
                throw new IllegalStateException("load-producer failed; its status is " + end);
            }
        }
        return trial;
    }

    /**
     * Sends with load-producer at a rate for a while.
     *
     * @return its status at the end
     */
    JsonNode paced(String topic, int valueBytes, long perSecond, int seconds, Path ledgers) throws IOException {
        try (AppProcess service = start("load-producer", topic, Map.of(), ledgers)) {
            service.get("/start/" + perSecond + "?duration=" + seconds + "s&valueBytes=" + valueBytes);
            return await(service, "the load ended", status -> "STOPPED".equals(text(status, "state")));
        }
    }

    private AppProcess start(String module, String topic, Map<String, String> config, @Nullable Path ledgers)
            throws IOException {
        Map<String, String> all = new HashMap<>(config);
        all.put("kafka.bootstrap.servers", servers);
        all.put("losslab.topic", topic);
        all.put("losslab.ledger.enabled", Boolean.toString(ledgers != null));
        if (ledgers != null) {
            all.put("losslab.ledger.dir", ledgers.toString());
        }
        Path work = ledgers != null ? ledgers : Files.createTempDirectory("losslab-bench-");
        session.removeAtEnd(work);
        AppProcess service =
                AppProcess.start(new AppSpec(module, home.appJar(module), all, work, HEAP_MEGABYTES), session);
        service.awaitReady(START);
        return service;
    }

    private interface Condition {
        boolean holds(JsonNode status);
    }

    private static JsonNode await(AppProcess service, String what, Condition condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                JsonNode status = service.get("/status");
                if (condition.holds(status)) {
                    return status;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(service.name() + ": not within " + LONGEST.toSeconds() + " s: " + what);
    }

    private static String text(JsonNode status, String field) {
        return status.path(field).asText();
    }

    private static long committed(JsonNode status) {
        long committed = 0;
        for (JsonNode partition : status.path("partitions")) {
            committed += partition.path("committed").asLong();
        }
        return committed;
    }

    private static long processed(JsonNode status) {
        return status.path("processed").asLong();
    }
}
