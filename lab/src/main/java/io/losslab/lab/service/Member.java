package io.losslab.lab.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.LabException;
import io.losslab.lab.act.Victim;
import io.losslab.lab.process.AppProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One process of a service, which a fault may end or pause: that is no failure then, and its last status is what it
 * said before. Thread-safe.
 */
public final class Member implements Victim {
    private static final Duration READY = Duration.ofSeconds(90);

    /** Starts the process that takes the place of one that a fault has ended. */
    interface Successor {
        Member start() throws InterruptedException;
    }

    private final AppProcess app;
    private final int instance;
    private final Successor successor;
    private volatile boolean ready;
    private volatile boolean ended;
    private volatile boolean paused;
    private volatile long faultAtNanos = Long.MIN_VALUE;
    private volatile JsonNode last = MissingNode.getInstance();

    /**
     * @param instance which of its group it is, from 1
     */
    Member(AppProcess app, int instance, Successor successor) {
        this.app = app;
        this.instance = instance;
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
        return ready && !ended && !paused;
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

    /** What it says, or said before a fault; a missing node when it never said anything. */
    JsonNode status() {
        if (!isServing()) {
            return last;
        }
        long asked = System.nanoTime();
        try {
            JsonNode answer = app.get("/status");
            if (!ended) {
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

    /** What it said when it was last asked; a missing node when it never said anything. */
    JsonNode lastStatus() {
        return last;
    }

    @Override
    public String name() {
        return app.name();
    }

    @Override
    public boolean isAlive() {
        return !ended && app.isAlive();
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

    /** What it counted stays; the partitions are not its own any more. */
    private void end() {
        ended = true;
        faultAtNanos = System.nanoTime();
        if (last instanceof ObjectNode object) {
            ObjectNode without = object.deepCopy();
            if (without.path("partitions").isArray()) {
                without.putArray("partitions");
            }
            last = without;
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
