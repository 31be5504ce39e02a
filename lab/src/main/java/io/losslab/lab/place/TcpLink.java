package io.losslab.lab.place;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A way over which processes reach a broker: a port of the lab's own that hands on every byte, and that can be cut or
 * slowed down while it is in use. What is sent over a cut link is kept and arrives when it heals, as TCP would send it
 * again; no connection is closed by a cut, and new ones are accepted and get no answer.
 *
 * <p>Thread-safe. Four daemon threads for each connection; {@link #close} ends them.
 */
final class TcpLink implements Closeable {
    private static final int CHUNK_BYTES = 16 * 1024;
    /** About 4 MiB in flight in each direction, then the sender has to wait. */
    private static final int CHUNKS = 256;

    private static final byte[] END = new byte[0];

    private record Chunk(byte[] bytes, long atNanos) {}

    /** How the link is. */
    private record Quality(boolean cut, long latencyNanos, long bytesPerSecond) {
        static final Quality PERFECT = new Quality(false, 0, 0);
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private Quality quality = Quality.PERFECT;
    private volatile boolean closed;

    /**
     * Opens a port of its own.
     *
     * @param target port on 127.0.0.1 where it leads
     */
    TcpLink(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 50, loopback());
        thread("accept", this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Nothing arrives any more, in neither direction, until {@link #heal}. */
    synchronized void cut() {
        quality = new Quality(true, quality.latencyNanos(), quality.bytesPerSecond());
    }

    /**
     * @param latencyNanos that each byte takes longer, in each direction
     * @param bytesPerSecond of each connection and direction; 0 for no limit
     */
    synchronized void slow(long latencyNanos, long bytesPerSecond) {
        quality = new Quality(quality.cut(), latencyNanos, bytesPerSecond);
    }

    /** Whole and fast again. */
    synchronized void heal() {
        quality = Quality.PERFECT;
        notifyAll();
    }

    private synchronized Quality awaitWhole() throws InterruptedException {
        while (quality.cut() && !closed) {
            wait();
        }
        return quality;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket near = server.accept();
                sockets.add(near);
                if (closed) {
                    drop(near);
                    return;
                }
                thread("open", () -> open(near));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void open(Socket near) {
        try {
            awaitWhole();
            Socket far = new Socket(loopback(), target);
            sockets.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            if (closed) {
                drop(near, far);
            }
            carry(near, far);
            carry(far, near);
        } catch (IOException e) {
            drop(near); // nobody listens there
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Chunk> way = new LinkedBlockingQueue<>(CHUNKS);
        thread("read", () -> read(from, to, way));
        thread("write", () -> write(from, to, way));
    }

    private void read(Socket from, Socket to, BlockingQueue<Chunk> way) {
        byte[] buffer = new byte[CHUNK_BYTES];
        try {
            InputStream in = from.getInputStream();
            int n = in.read(buffer);
            while (n >= 0) {
                way.put(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime()));
                n = in.read(buffer);
            }
            way.put(new Chunk(END, System.nanoTime()));
        } catch (IOException e) {
            way.clear(); // a connection that broke delivers nothing more
            way.offer(new Chunk(END, System.nanoTime()));
            drop(from, to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Socket from, Socket to, BlockingQueue<Chunk> way) {
        try {
            OutputStream out = to.getOutputStream();
            while (!closed) {
                Chunk chunk = way.take();
                Quality now = awaitWhole();
                long due = chunk.atNanos() + now.latencyNanos() - System.nanoTime();
                if (due > 0) {
                    TimeUnit.NANOSECONDS.sleep(due);
                }
                if (chunk.bytes() == END) {
                    break;
                }
                out.write(chunk.bytes());
                if (now.bytesPerSecond() > 0) {
                    TimeUnit.NANOSECONDS.sleep(chunk.bytes().length * 1_000_000_000L / now.bytesPerSecond());
                }
            }
        } catch (IOException ignored) {
            // the other end is gone; so is this connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop(from, to);
        }
    }

    private void drop(Socket... dropped) {
        for (Socket socket : dropped) {
            sockets.remove(socket);
            try {
                socket.close();
            } catch (IOException ignored) {
                // closed is closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        synchronized (this) {
            notifyAll();
        }
        drop(sockets.toArray(Socket[]::new));
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, "losslab-link-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
