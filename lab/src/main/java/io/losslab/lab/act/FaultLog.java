package io.losslab.lab.act;

import io.losslab.ledger.identity.EpochClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notes what one fault does, with the time that it took. Used by the fault's own thread. */
final class FaultLog {
    private final int number;
    private final FaultSpec spec;
    private final Consumer<FaultEvent> events;
    private final CountDownLatch done;
    private final AtomicInteger comingBack;
    private long startedMicros = EpochClock.micros();

    /**
     * @param done counted down when all that it does is done, whatever is still to be undone
     * @param comingBack how many faults are about to start again what they ended; shared by all of a schedule
     */
    FaultLog(int number, FaultSpec spec, Consumer<FaultEvent> events, CountDownLatch done, AtomicInteger comingBack) {
        this.done = done;
        this.number = number;
        this.spec = spec;
        this.events = events;
        this.comingBack = comingBack;
    }

    /** What is noted from now on began now. */
    void begin() {
        startedMicros = EpochClock.micros();
    }

    /** All is done, and what follows undoes it. Not needed before a return: the schedule says it then. */
    void done() {
        done.countDown();
    }

    /** Processes go, and come back by this fault; {@link #back} has to follow, whatever happens. */
    void goes() {
        comingBack.incrementAndGet();
    }

    /** They are back, or never will be. */
    void back() {
        comingBack.decrementAndGet();
    }

    /** Whether a process that is not there now may be soon. */
    boolean somethingComesBack() {
        return comingBack.get() > 0;
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

    /**
     * @param partition -1 when it is about none
     * @param reason Kafka's
     */
    void refused(String subject, int partition, @Nullable String reason) {
        note(FaultEvent.Step.REFUSED, subject, partition, -1, oneField("refused: " + reason));
    }

    void late(String text) {
        note(FaultEvent.Step.LATE, spec.target().text(), -1, -1, oneField(text));
    }

    /** The lines that it goes to have fields between commas. */
    static String oneField(String text) {
        return text.replace(',', ';').replace('\n', ' ');
    }

    private void note(FaultEvent.Step step, String subject, int partition, long offset, String text) {
        events.accept(new FaultEvent(
                number, spec, step, startedMicros, EpochClock.micros(), subject, partition, offset, text));
    }
}
