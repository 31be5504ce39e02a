package io.losslab.lab.act;

/** A process that a fault can end, pause and start again. Called by the fault's own thread. */
public interface Victim {
    /** As its log file is called. */
    String name();

    boolean isAlive();

    /** Whether it got as far as serving since its start; one that did not is not there yet. */
    default boolean hasServed() {
        return true;
    }

    /** SIGKILL; returns when it is gone. */
    void kill();

    /** SIGTERM; does not wait. */
    void askToStop();

    /** SIGTERM; returns when it is gone. */
    void stop();

    /** SIGSTOP. */
    void pause();

    /** SIGCONT. */
    void resume();

    /** Starts it, or its successor, after its end; {@link #awaitServing} of the answer returns when that serves. */
    Victim restart() throws InterruptedException;

    /** Returns when it serves. */
    void awaitServing() throws InterruptedException;
}
