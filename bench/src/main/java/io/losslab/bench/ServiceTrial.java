package io.losslab.bench;

import io.losslab.contract.status.ConsumerStatus;
import io.losslab.contract.status.LoadStatus;
import io.losslab.contract.status.StatusJson;
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
import java.util.function.Predicate;
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
            return await(
                            service,
                            "the load ended",
                            LoadStatus.class,
                            status -> status.state() == LoadStatus.State.STOPPED)
                    .achievedTps();
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
            long from = await(
                            service,
                            "a quarter was read",
                            ConsumerStatus.class,
                            status -> status.processed() >= records / 4)
                    .processed();
            long begin = System.nanoTime();
            await(service, "all was read", ConsumerStatus.class, status -> status.processed() >= records);
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

    private static <S> S await(AppProcess service, String what, Class<S> type, Predicate<S> condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                S status = StatusJson.read(service.get("/status"), type);
                if (status != null && condition.test(status)) {
                    return status;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException(service.name() + ": not within " + LONGEST.toSeconds() + " s: " + what);
    }
}
