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
final class Links implements NetworkControl, Closeable {
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

    @Override
    public void cut(int broker, Set<Use> uses) {
        of(broker, uses).forEach(TcpLink::cut);
    }

    @Override
    public void slow(int broker, Set<Use> uses, Duration latency, long bytesPerSecond) {
        of(broker, uses).forEach(link -> link.slow(latency.toNanos(), bytesPerSecond));
    }

    @Override
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
