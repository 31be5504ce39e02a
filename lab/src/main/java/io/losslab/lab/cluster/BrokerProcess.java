package io.losslab.lab.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One broker (and controller) of the lab's own, with what a fault needs. Thread-safe. */
public final class BrokerProcess {
    private static final Duration ORDERLY_END = Duration.ofSeconds(30);

    private final int id;
    private final String address;
    private final Path folder;
    private final List<String> arguments;
    private final LabSession session;
    private ChildProcess process;

    BrokerProcess(int id, String address, Path folder, List<String> arguments, LabSession session) {
        this.id = id;
        this.address = address;
        this.folder = folder;
        this.arguments = arguments;
        this.session = session;
    }

    /** Kafka's node id; the first is 1. */
    public int id() {
        return id;
    }

    /** {@code host:port} for clients. */
    public String address() {
        return address;
    }

    /** The id of the process that runs now, or ran last. */
    public long pid() {
        return process().pid();
    }

    /** Kafka's {@code log.dirs}; removed when the cluster closes. */
    public Path dataDir() {
        return dataDir(folder);
    }

    /** Everything it says, of all its starts; stays when the cluster closes. */
    public Path logFile() {
        return folder.resolve("broker.log");
    }

    /** Its {@code server.properties}; stays when the cluster closes. */
    public Path configFile() {
        return configFile(folder);
    }

    public boolean isAlive() {
        return process().isAlive();
    }

    /** Why it is gone, in one line, unless {@link #kill} or {@link #stop} was called. Cheap. */
    public Optional<String> failure() {
        return process().failure();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process().kill();
    }

    /** An orderly end: SIGTERM, and SIGKILL if that takes longer than {@code 30 s}; returns when it is gone. */
    public void stop() {
        process().end();
    }

    /** SIGSTOP: it keeps its connections and its data and answers nobody. */
    public void pause() {
        process().pause();
    }

    /** SIGCONT. */
    public void resume() {
        process().resume();
    }

    /** Starts it again after {@link #kill} or {@link #stop}, on the same data and ports; does not wait until it serves. */
    public synchronized void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException("broker " + id + " is running");
        }
        start();
    }

    synchronized void start() {
        process = ChildProcess.start(session, "broker-" + id, folder, logFile(), ORDERLY_END, arguments);
    }

    synchronized ChildProcess process() {
        return process;
    }

    static Path dataDir(Path folder) {
        return removableDir(folder).resolve("kafka-logs");
    }

    /** What is removed with the cluster: apart from the data directory, where Kafka wants to be alone. */
    static Path removableDir(Path folder) {
        return folder.resolve("data");
    }

    static Path configFile(Path folder) {
        return folder.resolve("server.properties");
    }

    /** Whether its last words are that somebody else holds its port. */
    boolean lostItsPort() {
        return !isAlive() && process().words().stream().anyMatch(line -> line.contains("Address already in use"));
    }
}
