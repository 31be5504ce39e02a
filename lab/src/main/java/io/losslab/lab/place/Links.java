package io.losslab.lab.place;

import io.losslab.lab.LabException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The network of a cluster of the lab's own: every way into a broker, and every broker's way to the controllers, is a
 * {@link TcpLink}. Thread-safe.
 */
public final class Links implements Closeable {
    /** Who uses a link. */
    public enum Use {
        /** Producers, consumers and the lab, to a broker. */
        CLIENTS,
        /** The other brokers, to a broker. */
        BROKERS,
        /** A broker, to a controller. */
        CONTROLLERS
    }

    private record Known(Use use, int broker, TcpLink link) {}

    private final List<Known> links = new ArrayList<>();

    /**
     * Opens a link.
     *
     * @param broker whose link it is: into it, or from it to a controller
     * @param target port on 127.0.0.1 where it leads
     * @return {@code host:port} of its near end
     */
    synchronized String open(Use use, int broker, int target) {
        try {
            TcpLink link = new TcpLink(target);
            links.add(new Known(use, broker, link));
            return link.address();
        } catch (IOException e) {
            throw new LabException.Environment("no free port on 127.0.0.1 for a link: " + e.getMessage(), e);
        }
    }

    private synchronized List<TcpLink> of(int broker, Set<Use> uses) {
        return links.stream()
                .filter(known -> known.broker() == broker && uses.contains(known.use()))
                .map(Known::link)
                .toList();
    }

    /** What is sent over them arrives when they heal. */
    public void cut(int broker, Set<Use> uses) {
        of(broker, uses).forEach(TcpLink::cut);
    }

    /**
     * @param latency of each direction
     * @param bytesPerSecond of each connection and direction; 0 for no limit
     */
    public void slow(int broker, Set<Use> uses, Duration latency, long bytesPerSecond) {
        of(broker, uses).forEach(link -> link.slow(latency.toNanos(), bytesPerSecond));
    }

    public void heal(int broker, Set<Use> uses) {
        of(broker, uses).forEach(TcpLink::heal);
    }

    @Override
    public synchronized void close() {
        for (Known known : links) {
            try {
                known.link().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
