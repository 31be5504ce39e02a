package io.losslab.lab.run;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends a run whose cluster is gone: whatever the run is waiting for, a service's answer, a client, a witness, would keep it
 * for the time that this takes to give up. A thread of its own looks, and interrupts the run's.
 */
final class ClusterGuard implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;

    private final Thread owner = Thread.currentThread();
    private final Supplier<Optional<String>> failure;
    private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "losslab-cluster-guard");
        thread.setDaemon(true);
        return thread;
    });
    private boolean over;
    private boolean interrupted;

    /** What is guarded. */
    interface Body<T> {
        T run() throws IOException;
    }

    private ClusterGuard(Supplier<Optional<String>> failure) {
        this.failure = failure;
        watcher.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * @param failure why the cluster is gone, in one line, if it is; cheap
     * @throws LabException.Environment with that line, whatever the body fails with because of it
     */
    static <T> T during(Supplier<Optional<String>> failure, Body<T> body) throws IOException {
        try (ClusterGuard guard = new ClusterGuard(failure)) {
            try {
                return body.run();
            } catch (RuntimeException | IOException e) {
                guard.explain(e);
                throw e;
            }
        }
    }

    private synchronized void look() {
        if (!over && failure.get().isPresent()) {
            over = true;
            interrupted = true;
            owner.interrupt();
        }
    }

    private void explain(Exception e) {
        close();
        failure.get().ifPresent(line -> {
            throw new LabException.Environment(line, e);
        });
    }

    /** An interrupt of its own ends with it. */
    @Override
    public synchronized void close() {
        over = true;
        watcher.shutdownNow();
        if (interrupted) {
            interrupted = false;
            Thread.interrupted();
        }
    }
}
