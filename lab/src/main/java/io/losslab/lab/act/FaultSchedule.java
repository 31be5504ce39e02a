package io.losslab.lab.act;

import io.losslab.lab.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Lets each fault happen at its time. One thread a fault, so that none waits for another; {@link #close} ends those that
 * are under way, and what they had paused goes on.
 */
public final class FaultSchedule implements AutoCloseable {
    /** How long clients may take to find their way after a broker is back. */
    private static final Duration AFTERMATH = Duration.ofSeconds(40);

    private static final Duration WORTH_TELLING = Duration.ofMillis(500);

    private final List<FaultSpec> specs;
    private final long seed;
    private final FaultScene scene;
    private final Consumer<FaultEvent> events;
    private final List<Thread> threads = new ArrayList<>();
    /** Of each fault: whether it was done once. */
    private final List<CountDownLatch> done;

    private final AtomicInteger comingBack = new AtomicInteger();

    /** Null while nothing failed. */
    private volatile @Nullable String failure;

    private int brokerFaultsOn;
    private long brokersCalmAt;

    /**
     * @param seed of the times that are left to chance
     * @param events called by the faults' threads, several at a time
     */
    public FaultSchedule(List<FaultSpec> specs, long seed, FaultScene scene, Consumer<FaultEvent> events) {
        this.specs = List.copyOf(specs);
        this.seed = seed;
        this.scene = scene;
        this.events = events;
        done = specs.stream().map(spec -> new CountDownLatch(1)).toList();
    }

    /** The load starts now. */
    public void start() {
        long zero = System.nanoTime();
        for (int i = 0; i < specs.size(); i++) {
            FaultSpec spec = specs.get(i);
            int number = i;
            Thread thread = new Thread(() -> run(number, spec, zero), "losslab-fault-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private void run(int number, FaultSpec spec, long zero) {
        FaultLog log = new FaultLog(number, spec, events, done.get(number), comingBack);
        boolean broker = spec.kind().isOnProcess() && spec.target().type().isBroker();
        try {
            long from = zero;
            if (spec.after() >= 0) {
                done.get(spec.after()).await();
                from = System.nanoTime();
            }
            int time = 0;
            for (Duration at : spec.times(seed, number)) {
                long early = from + at.toNanos() - System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(early);
                log.begin();
                if (++time > 1 && -early > WORTH_TELLING.toNanos()) {
                    log.late(String.format(
                            Locale.ROOT,
                            "time %d of %d begins %.1f s late: the one before lasted longer than 'every'",
                            time,
                            spec.repeat().times(),
                            -early / 1e9));
                }
                if (broker) {
                    disturb(1);
                }
                doOnce(spec, log);
                log.done();
                if (broker && (spec.kind().hasDuration() || spec.restart() != null)) {
                    disturb(-1); // else they are never again what they were
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LabException | KafkaException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            String line = "fault '" + spec.text() + "' failed: " + e.getMessage();
            log.failed(FaultLog.oneField(line));
            failure = line;
        }
    }

    /** A fault that Kafka refuses is on record as that, and the run goes on: what it is worth then is for the verdict. */
    private void doOnce(FaultSpec spec, FaultLog log) throws InterruptedException {
        log.begin();
        try {
            spec.kind().act(spec).run(scene, log);
        } catch (RefusedException e) {
            log.refused(spec.target().text(), -1, e.getMessage());
        }
    }

    private synchronized void disturb(int more) {
        brokerFaultsOn += more;
        brokersCalmAt = System.nanoTime() + AFTERMATH.toNanos();
    }

    /** Whether brokers are down or paused, or have just come back: then a cluster that does not answer is no failure. */
    public synchronized boolean disturbsBrokers() {
        return brokerFaultsOn > 0 || (brokersCalmAt != 0 && System.nanoTime() < brokersCalmAt);
    }

    /** Whether nothing is still to come, and all is back that is to come back. */
    public boolean isOver() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Why a fault could not be done, in one line. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = Thread.interrupted();
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
