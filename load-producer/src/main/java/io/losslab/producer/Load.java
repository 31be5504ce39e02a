package io.losslab.producer;

import io.losslab.app.LedgerFolder;
import io.losslab.app.LossLabConfig;
import io.losslab.app.ServiceInstance;
import io.losslab.app.kafka.BrokerReach;
import io.losslab.app.measure.RateMeter;
import io.losslab.app.web.ProblemException;
import io.losslab.contract.status.LatencyMs;
import io.losslab.contract.status.LoadStatus;
import io.losslab.ledger.identity.EpochClock;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.SendFailure;
import io.losslab.ledger.journal.SendLedger;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts, changes and stops the load. Holds one run at a time; a stopped run can be taken up again under its name until
 * another begins.
 *
 * <p>Sends through the channel's own client ({@link KafkaClientService}) with a callback: measured, that is five times
 * what an emitter does for each record.
 */
@ApplicationScoped
class Load {
    static final String CHANNEL = "load";

    private static final Logger LOG = Logger.getLogger(Load.class);

    /** Acknowledgements that the client has given up on take this much longer to be told. */
    private static final long MARGIN_MS = 5_000;

    /** How long a send that the client makes wait may hold up a stop. */
    private static final long PATIENCE_MS = 500;

    private static final long SHUTDOWN_FLUSH_MS = 2_000;

    private static final LatencyMs NO_LATENCY = new LatencyMs(0, 0, 0, 0, 0);

    private final LossLabConfig lab;
    private final LoadConfig config;
    private final ServiceInstance instance;
    private final KafkaClientService clients;
    private final BrokerReach broker;
    private final RateMeter rate = new RateMeter();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "losslab-load-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * A run and its present, or last, stretch of sending.
     *
     * @param earlierNanos how long earlier stretches of the same run took
     */
    private record Current(LoadRun run, Pacer pacer, long startedMicros, long earlierNanos) {}

    @SuppressWarnings("NullAway.Init") // at the start of the service
    private Topic topic;

    @SuppressWarnings("NullAway.Init")
    private Transactions transactions;

    private volatile @Nullable Current current;
    private volatile LatencyMs latency = NO_LATENCY;
    private long failuresBefore;
    private long ticks;

    /** The emitter is never used: it is what makes the connector create the channel, and with it the client. */
    Load(
            LossLabConfig lab,
            LoadConfig config,
            ServiceInstance instance,
            KafkaClientService clients,
            BrokerReach broker,
            @Channel(CHANNEL) Emitter<byte[]> channel) {
        this.lab = lab;
        this.config = config;
        this.instance = instance;
        this.clients = clients;
        this.broker = broker;
    }

    void started(@Observes StartupEvent event) {
        transactions = transactions();
        topic = new Topic(lab.topic(), channel().configuration(), broker);
        scheduler.scheduleWithFixedDelay(this::tick, 0, 1, TimeUnit.SECONDS);
    }

    private Transactions transactions() {
        LoadConfig.Transaction wanted = config.transaction();
        Object id = channel().configuration().get("transactional.id");
        if (wanted.records() < 0 || wanted.abortEvery() < 0) {
            throw new ConfigurationException("losslab.load.transaction.records and .abort-every must not be negative");
        }
        if (wanted.records() > 0 && id == null) {
            throw new ConfigurationException("losslab.load.transaction.records is " + wanted.records()
                    + ", which needs a transactional.id: add -Dmp.messaging.outgoing.load.transactional.id=load-1");
        }
        if (wanted.records() == 0 && id != null) {
            throw new ConfigurationException("transactional.id is '" + id
                    + "', which needs transactions: add -Dlosslab.load.transaction.records=100");
        }
        return new Transactions(channel().unwrap(), wanted.records(), wanted.abortEvery());
    }

    private KafkaProducer<byte[], byte[]> channel() {
        return clients.getProducer(CHANNEL);
    }

    synchronized LoadStatus start(LoadRequest request) {
        Current now = current;
        Current going;
        if (now != null && now.pacer.isAlive()) {
            if (now.pacer.isEnding()) {
                throw ProblemException.conflict("the load is stopping, acknowledgements are awaited; try again later");
            }
            if (request.run() != null && !request.run().equals(now.run.source().run())) {
                throw ProblemException.conflict(
                        "run '" + now.run.source().run() + "' is going on; stop it before another run begins");
            }
            now.pacer.change(pace(request, now.pacer));
            going = now;
        } else {
            Pacer.Pace pace = pace(request, null);
            Current again = now != null
                            && now.run.fatal() == null
                            && now.run.source().run().equals(request.run())
                    ? now
                    : null;
            LoadRun run = again != null ? again.run : begin(request.run());
            Pacer pacer = new Pacer(run, channel().unwrap(), transactions, pace);
            going = new Current(
                    run,
                    pacer,
                    again != null ? again.startedMicros : EpochClock.micros(),
                    again != null ? again.earlierNanos + again.pacer.activeNanos() : 0);
            current = going;
            pacer.start();
        }
        LOG.infof(
                "run %s: %d records/s of %d bytes, %d keys",
                going.run.source().run(),
                going.pacer.pace().tps(),
                going.pacer.pace().valueBytes(),
                going.pacer.pace().keys());
        return status();
    }

    /** What a start does not say stays as it is, or is what the configuration says. */
    private Pacer.Pace pace(LoadRequest request, @Nullable Pacer pacer) {
        Pacer.Pace present = pacer != null ? pacer.pace() : null;
        int valueBytes = present != null ? present.valueBytes() : config.valueBytes();
        int keys = present != null ? present.keys() : config.keys();
        long durationNanos = pacer != null && pacer.pace().durationNanos() > 0 ? pacer.remainingNanos() : 0;
        return new Pacer.Pace(
                request.tps(),
                request.valueBytes() != null ? request.valueBytes() : valueBytes,
                request.keys() != null ? request.keys() : keys,
                request.duration() != null ? request.duration().toNanos() : durationNanos);
    }

    private LoadRun begin(@Nullable String name) {
        Current before = current;
        if (before != null && before.run.outstanding() > 0) {
            throw ProblemException.conflict(before.run.outstanding() + " records of run '"
                    + before.run.source().run() + "' are still unacknowledged; stop it first");
        }
        int partitions = topic.partitions();
        Source source = new Source(name != null ? name : Source.randomName(Source.RUN_WIDTH), instance.name());
        SendLedger ledger;
        try {
            ledger = lab.ledger().enabled()
                    ? SendLedger.create(LedgerFolder.of(lab), source, lab.topic(), partitions, settings())
                    : SendLedger.unrecorded(source, partitions);
        } catch (IOException e) {
            throw ProblemException.conflict("no ledger for run '" + source.run() + "' below "
                    + lab.ledger().dir() + " (losslab.ledger.dir): " + e
                    + "; a run that another followed cannot be taken up again");
        }
        if (before != null) {
            close(before.run);
        }
        failuresBefore = 0;
        return new LoadRun(ledger, lab.topic(), channel().unwrap());
    }

    /** Returns when the outstanding acknowledgements are in, or the client's delivery timeout has passed. */
    LoadStatus stop() {
        Current now = current;
        if (now != null) {
            try {
                end(now.pacer, Long.parseLong(settings().get("delivery.timeout.ms")) + MARGIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return status();
    }

    private static void end(Pacer pacer, long patienceMs) throws InterruptedException {
        pacer.end();
        if (!pacer.awaitEnd(PATIENCE_MS) && pacer.isPacing()) {
            pacer.interrupt();
        }
        if (!pacer.awaitEnd(patienceMs)) {
            pacer.interrupt();
            pacer.awaitEnd(PATIENCE_MS);
        }
    }

    /** Before the connector closes its clients. What is not acknowledged by then is failed by the close, and on record. */
    void stopping(@Observes ShutdownEvent event) {
        scheduler.shutdownNow();
        Current now = current;
        if (now != null) {
            try {
                end(now.pacer, SHUTDOWN_FLUSH_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Producer<?, ?> client = channel().unwrap();
            client.close(Duration.ofMillis(PATIENCE_MS));
            close(now.run);
        }
        topic.close();
    }

    private static void close(LoadRun run) {
        try {
            run.close();
        } catch (IOException e) {
            LOG.errorf("the ledger %s could not be closed: %s", run.ledger().dir(), e.getMessage());
        }
    }

    private void tick() {
        try {
            Current now = current;
            if (now != null) {
                LoadRun run = now.run;
                run.ledger().heartbeat();
                rate.sample(run.acked(), System.nanoTime());
                latency = run.latencies().snapshot();
                long failures = run.failed() + run.indeterminate();
                if (failures > failuresBefore) {
                    LOG.warnf("%d sends failed, the last with %s", failures - failuresBefore, run.lastFailure());
                }
                failuresBefore = failures;
            }
            if (ticks++ % 5 == 0) {
                topic.ping();
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "the watch over the load failed");
        }
    }

    LoadStatus status() {
        Current now = current;
        LoadRun run = now == null ? null : now.run;
        Pacer pacer = now == null ? null : now.pacer;
        Map<String, Long> failures = new LinkedHashMap<>();
        for (SendFailure failure : SendFailure.values()) {
            if (run != null && run.failures(failure) > 0) {
                failures.put(failure.name(), run.failures(failure));
            }
        }
        boolean running = pacer != null && pacer.isPacing();
        long remaining = pacer != null && running ? pacer.remainingNanos() : -1;
        return new LoadStatus(
                instance.app(),
                state(now),
                run == null ? null : run.source().run(),
                instance.name(),
                lab.topic(),
                run == null ? 0 : run.ledger().partitions(),
                pacer == null ? 0 : pacer.pace().tps(),
                achievedTps(now),
                running ? rate.perSecond() : 0,
                pacer == null ? config.valueBytes() : pacer.pace().valueBytes(),
                pacer == null ? config.keys() : pacer.pace().keys(),
                now == null ? null : EpochClock.instant(now.startedMicros).toString(),
                pacer == null || running
                        ? null
                        : EpochClock.instant(EpochClock.microsAtNanoTime(pacer.endedNanos()))
                                .toString(),
                remaining < 0 ? null : remaining / 1_000_000,
                run == null ? 0 : run.intended(),
                run == null ? 0 : run.handedOver(),
                run == null ? 0 : run.acked(),
                run == null ? 0 : run.failed(),
                run == null ? 0 : run.indeterminate(),
                pacer != null && running ? pacer.behindNanos() / 1e6 : 0,
                run == null ? latency : run.latencies().snapshot(),
                run == null ? NO_LATENCY : run.latencies().recent(),
                failures,
                run == null ? null : run.lastFailure(),
                run == null ? null : run.fatal(),
                run == null || run.ledger().dir() == null
                        ? null
                        : run.ledger().dir().toAbsolutePath().toString(),
                settings());
    }

    private static LoadStatus.State state(@Nullable Current now) {
        if (now == null) {
            return LoadStatus.State.IDLE;
        }
        if (now.run.fatal() != null) {
            return LoadStatus.State.FAILED;
        }
        if (now.pacer.isAlive()) {
            return now.pacer.isEnding() ? LoadStatus.State.STOPPING : LoadStatus.State.RUNNING;
        }
        return LoadStatus.State.STOPPED;
    }

    private static double achievedTps(@Nullable Current now) {
        if (now == null) {
            return 0;
        }
        long nanos = now.earlierNanos + now.pacer.activeNanos();
        return nanos <= 0 ? 0 : now.run.acked() * 1e9 / nanos;
    }

    Map<String, String> settings() {
        return ClientSettings.of(channel().configuration());
    }

    /** The run at hand, or null. */
    @Nullable
    LoadRun run() {
        Current now = current;
        return now == null ? null : now.run;
    }

    double targetTps() {
        Current now = current;
        return now == null || !now.pacer.isPacing() ? 0 : now.pacer.pace().tps();
    }

    double currentTps() {
        return rate.perSecond();
    }

    double behindSeconds() {
        Current now = current;
        return now == null ? 0 : now.pacer.behindNanos() / 1e9;
    }

    LatencyMs latency() {
        return latency;
    }
}
