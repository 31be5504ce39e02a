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
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(service.name() + ": not within " + LONGEST.toSeconds() + " s: " + what);
    }

    private static String text(JsonNode status, String field) {
        return status.path(field).asText();
    }

    private static long processed(JsonNode status) {
        return status.path("processed").asLong();
    }
}
