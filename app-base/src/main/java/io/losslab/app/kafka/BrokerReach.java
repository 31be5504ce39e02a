package io.losslab.app.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Says once that Kafka does not answer, and once that it answers again; the clients' own complaints, several a second,
 * are switched off in the logging configuration.
 */
@ApplicationScoped
public class BrokerReach {
    private static final Logger LOG = Logger.getLogger(BrokerReach.class);

    private enum State {
        UNKNOWN,
        ANSWERS,
        SILENT
    }

    private State state = State.UNKNOWN;
    private long silentSinceNanos;
    private String lastWord = "not asked yet";

    public synchronized void answered(String servers) {
        if (state == State.SILENT) {
            LOG.infof(
                    "Kafka at %s answers again, after %d s",
                    servers, (System.nanoTime() - silentSinceNanos) / 1_000_000_000L);
        }
        state = State.ANSWERS;
        lastWord = "yes";
    }

    public synchronized void silent(String servers, String why) {
        if (state != State.SILENT) {
            silentSinceNanos = System.nanoTime();
            LOG.warnf("No answer from Kafka at %s (%s); trying on, not ready until it answers", servers, why);
        }
        state = State.SILENT;
        lastWord = why;
    }

    /** What is behind it, in one line: the client wraps the broker's word, or its own. */
    public static String reason(Exception e) {
        Throwable word = e.getCause() != null ? e.getCause() : e;
        return word.getMessage() != null ? word.getMessage() : word.toString();
    }

    synchronized boolean isAnswering() {
        return state == State.ANSWERS;
    }

    synchronized String lastWord() {
        return lastWord;
    }
}
