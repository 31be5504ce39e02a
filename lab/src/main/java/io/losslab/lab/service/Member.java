package io.losslab.lab.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.status.StatusJson;
import io.losslab.lab.LabException;
import io.losslab.lab.act.Victim;
import io.losslab.lab.process.AppProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One process of a service, which a fault may end or pause: that is no failure then, and its last status is what it
 * said before. Thread-safe.
 *
 * @param <S> what it answers on {@code /status}
 */
public final class Member<S> implements Victim {
    private static final Duration READY = Duration.ofSeconds(90);

    /** Starts the process that takes the place of one that a fault has ended. */
    interface Successor<S> {
        Member<S> start() throws InterruptedException;
    }

    private final AppProcess app;
    private final int instance;
    private final Class<S> status;
    private final UnaryOperator<S> ended;
    private final Successor<S> successor;
    private volatile boolean ready;
    private volatile boolean hasEnded;
    private volatile boolean paused;
    private volatile long faultAtNanos = Long.MIN_VALUE;
    private volatile S last;

    /**
     * @param instance which of its group it is, from 1
     * @param status what it answers
     * @param silent what is said of it before it said anything; may be null
     * @param ended makes the last words of one that has ended of its last status
     */
    Member(AppProcess app, int instance, Class<S> status, S silent, UnaryOperator<S> ended, Successor<S> successor) {
        this.app = app;
        this.instance = instance;
        this.status = status;
        this.ended = ended;
        last = silent;
        this.successor = successor;
    }

    AppProcess app() {
        return app;
    }

    /** Its successors have the same. */
    public int instance() {
        return instance;
    }

    /** Whether it answers now, as far as the lab's own doing goes. */
    boolean isServing() {
        return ready && !hasEnded && !paused;
    }

    void awaitReady() {
        awaitReady(Optional::empty);
    }

    /**
     * @param elsewhere see {@link AppProcess#awaitReady(Duration, Supplier)}
     */
    void awaitReady(Supplier<Optional<String>> elsewhere) {
        app.awaitReady(READY, elsewhere);
        ready = true;
    }

    /** What it says, or said before a fault. */
    S status() {
        if (!isServing()) {
            return last;
        }
        long asked = System.nanoTime();
        try {
            S answer = read(app.get("/status"));
            if (!hasEnded) {
                last = answer;
            }
        } catch (LabException.Environment e) {
            boolean byFault = !isServing() || (faultAtNanos != Long.MIN_VALUE && faultAtNanos - asked >= 0);
            if (!byFault) {
                throw e;
            }
        }
        return last;
    }

    /** What it said when it was last asked. */
    S lastStatus() {
        return last;
    }

    /** An answer of a request that says its status. */
    S read(JsonNode answer) {
        try {
            return StatusJson.read(answer, status);
        } catch (IllegalArgumentException e) {
            throw new LabException.Environment(name() + ": answers " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return app.name();
    }

    @Override
    public boolean isAlive() {
        return !hasEnded && app.isAlive();
    }

    @Override
    public boolean hasServed() {
        return ready;
    }

    @Override
    public void kill() {
        end();
        app.kill();
    }

    @Override
    public void askToStop() {
        end();
        app.askToStop();
    }

    @Override
    public void stop() {
        end();
        app.stop();
    }

    private void end() {
        hasEnded = true;
        faultAtNanos = System.nanoTime();
        if (last != null) {
            last = ended.apply(last);
        }
    }

    @Override
    public void pause() {
        paused = true;
        faultAtNanos = System.nanoTime();
        app.pause();
    }

    @Override
    public void resume() {
        app.resume();
        faultAtNanos = System.nanoTime();
        paused = false;
    }

    @Override
    public Victim restart() throws InterruptedException {
        return successor.start();
    }

    /** Whoever was made by {@link #restart} serves already. */
    @Override
    public void awaitServing() {
        awaitReady();
    }
}
