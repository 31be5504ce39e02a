package io.losslab.producer;

import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * The one thread that sends. Waits for the next record's intended time and sends it; when late, sends without waiting. At its
 * end it flushes, and with that waits for the acknowledgements.
 */
final class Pacer {
    /**
     * What to send from now on.
     *
     * @param durationNanos 0 for without end
     */
    record Pace(long tps, int valueBytes, int keys, long durationNanos) {}

    private static final Logger LOG = Logger.getLogger(Pacer.class);
    private static final long LONGEST_NAP_NANOS = 50_000_000L;

    /** How much later than asked for a pace may end so that what was intended within it is sent, when it is behind. */
    private static final long GRACE_NANOS = 1_000_000_000L;

    private final LoadRun run;
    private final Producer<?, ?> client;
    private final Transactions transactions;
    private final Thread thread;
    private volatile Pace wanted;
    private volatile long endNanos;
    private volatile boolean ending;
    private volatile boolean pacing = true;
    private volatile long nextDueNanos;
    private final long startedNanos = System.nanoTime();
    private volatile long endedNanos;

    /** Without transactions. */
    Pacer(LoadRun run, Producer<?, ?> client, Pace pace) {
        this(run, client, new Transactions(client, 0, 0), pace);
    }

    Pacer(LoadRun run, Producer<?, ?> client, Transactions transactions, Pace pace) {
        this.run = run;
        this.transactions = transactions;
        this.client = client;
        nextDueNanos = System.nanoTime();
        change(pace);
        thread = new Thread(this::work, "losslab-pacer");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Takes effect with the next record; the schedule starts anew, the sequences go on. */
    void change(Pace pace) {
        endNanos = System.nanoTime() + pace.durationNanos();
        wanted = pace;
        LockSupport.unpark(thread);
    }

    Pace pace() {
        return wanted;
    }

    /** Nanoseconds until the pace ends by itself; negative when it has no end. */
    long remainingNanos() {
        return wanted.durationNanos() == 0 ? -1 : Math.max(0, endNanos - System.nanoTime());
    }

    /** How late the next record already is. */
    long behindNanos() {
        return pacing ? Math.max(0, System.nanoTime() - nextDueNanos) : 0;
    }

    /** How long it has been sending. */
    long activeNanos() {
        return (pacing ? System.nanoTime() : endedNanos) - startedNanos;
    }

    /** When it sent its last record, on the clock of {@link System#nanoTime()}. */
    long endedNanos() {
        return endedNanos;
    }

    boolean isEnding() {
        return ending || !pacing;
    }

    boolean isPacing() {
        return pacing;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** No more records; the thread flushes and ends. */
    void end() {
        ending = true;
        LockSupport.unpark(thread);
    }

    /** Ends a send or a flush that the client makes wait. */
    void interrupt() {
        thread.interrupt();
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }

    private void work() {
        try {
            send();
        } catch (InterruptException e) {
            LOG.debug("interrupted while the client made a send wait");
        } catch (RuntimeException e) {
            LOG.errorf(e, "the load ended early");
            run.fail("the load ended early: " + SendFailures.why(e));
        }
        endedNanos = System.nanoTime();
        pacing = false;
        try {
            Thread.interrupted(); // meant for the send that is over
            transactions.finish(run);
            client.flush();
        } catch (InterruptException e) {
            LOG.debug("interrupted while acknowledgements were awaited");
        } catch (RuntimeException e) {
            LOG.errorf(e, "the acknowledgements could not be awaited");
            run.fail("the acknowledgements could not be awaited: " + SendFailures.why(e));
        }
    }

    @SuppressWarnings("ReferenceEquality") // each start brings a pace of its own, even one that is equal
    private void send() {
        Pace pace = null;
        Schedule schedule = null;
        long index = 0;
        while (!ending && run.fatal() == null) {
            if (pace == null || schedule == null || pace != wanted) {
                pace = wanted;
                run.shape(pace.valueBytes(), pace.keys());
                schedule = new Schedule(System.nanoTime(), pace.tps());
                endNanos = schedule.startNanos() + pace.durationNanos();
                index = 0;
            }
            long due = schedule.dueNanos(index);
            nextDueNanos = due;
            boolean limited = pace.durationNanos() > 0;
            if (limited && due - endNanos >= 0) {
                return;
            }
            long now = System.nanoTime();
            if (due - now > 0) {
                LockSupport.parkNanos(Math.min(due - now, LONGEST_NAP_NANOS));
            } else if (limited && now - endNanos >= GRACE_NANOS) {
                return;
            } else {
                transactions.beforeSend();
                run.send(due);
                transactions.afterSend(run);
                index++;
            }
        }
    }
}
