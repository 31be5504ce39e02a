package io.losslab.lab.fault;

import io.losslab.ledger.identity.EpochClock;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Notes what one fault does, with the time that it took. Used by the fault's own thread. */
final class FaultLog {
    private final int number;
    private final FaultSpec spec;
    private final Consumer<FaultEvent> events;
    private final CountDownLatch done;
    private long startedMicros = EpochClock.micros();

    /**
     * @param done counted down when all that it does is done, whatever is still to be undone
     */
    FaultLog(int number, FaultSpec spec, Consumer<FaultEvent> events, CountDownLatch done) {
        this.done = done;
        this.number = number;
        this.spec = spec;
        this.events = events;
    }

    /** What is noted from now on began now. */
    void begin() {
        startedMicros = EpochClock.micros();
    }

    /** All is done that is not to be undone. */
    void done() {
        done.countDown();
    }

    void injected(String subject, String text) {
        injected(subject, -1, -1, text);
    }

    void injected(String subject, int partition, long offset, String text) {
        note(FaultEvent.Step.INJECTED, subject, partition, offset, text);
    }

    void undone(String subject, String text) {
        note(FaultEvent.Step.UNDONE, subject, -1, -1, text);
    }

    void failed(String text) {
        note(FaultEvent.Step.FAILED, spec.target().text(), -1, -1, text);
    }

    private void note(FaultEvent.Step step, String subject, int partition, long offset, String text) {
        events.accept(new FaultEvent(
                number, spec, step, startedMicros, EpochClock.micros(), subject, partition, offset, text));
    }
}
