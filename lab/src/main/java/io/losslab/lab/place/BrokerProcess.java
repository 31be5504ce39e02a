package io.losslab.lab.place;

import io.losslab.lab.LabException;
import io.losslab.lab.process.ChildProcess;
import io.losslab.lab.process.Folders;
import io.losslab.lab.process.LabSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One broker or controller, or both in one, of the lab's own, with what a fault needs. Thread-safe. */
final class BrokerProcess implements BrokerNode {
    private static final Duration ORDERLY_END = Duration.ofSeconds(30);
    /** An argument of a process has 128 KiB at most. */
    private static final int SEGMENTS_A_CALL = 500;

    private static final int LOOK_MILLIS = 500;
    private static final long SPARED_BYTES = 256 * 1024;

    private final BrokerConfig config;
    private final List<String> arguments;
    private final StorageFormat format;
    private final KafkaTool kafka;
    private final LabSession session;
    private ChildProcess process;

    BrokerProcess(
            BrokerConfig config, List<String> arguments, StorageFormat format, KafkaTool kafka, LabSession session) {
        this.config = config;
        this.arguments = arguments;
        this.format = format;
        this.kafka = kafka;
        this.session = session;
    }

    @Override
    public String name() {
        return config.name();
    }

    boolean isBroker() {
        return config.isBroker();
    }

    @Override
    public int id() {
        return config.id();
    }

    /** {@code host:port} for clients; of a controller, for brokers. */
    String address() {
        return config.address();
    }

    /** {@code host:port} of its own socket, whichever link leads there. */
    String listenAddress() {
        return config.listenAddress();
    }

    /** The id of the process that runs now, or ran last. */
    long pid() {
        return process().pid();
    }

    /** Kafka's {@code log.dirs}; removed when the cluster closes. */
    Path dataDir() {
        return dataDir(config.folder());
    }

    /** Everything it says, of all its starts; stays when the cluster closes. */
    Path logFile() {
        return config.folder().resolve("broker.log");
    }

    /** Its {@code server.properties}; stays when the cluster closes. */
    Path configFile() {
        return configFile(config.folder());
    }

    @Override
    public boolean isAlive() {
        return process().isAlive();
    }

    @Override
    public boolean accepts() {
        int colon = listenAddress().lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            listenAddress().substring(0, colon),
                            Integer.parseInt(listenAddress().substring(colon + 1))),
                    LOOK_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Optional<String> failure() {
        return process().failure();
    }

    @Override
    public void kill() {
        process().kill();
    }

    @Override
    public void askToStop() {
        process().askToEnd();
    }

    /** SIGTERM, and SIGKILL if that takes longer than {@code 30 s}. */
    @Override
    public void stop() {
        process().end();
    }

    /** SIGSTOP. */
    @Override
    public void pause() {
        process().pause();
    }

    /** SIGCONT. */
    @Override
    public void resume() {
        process().resume();
    }

    @Override
    public synchronized void restart() {
        if (process.isAlive()) {
            throw new IllegalStateException(name() + " is running");
        }
        start();
    }

    /** See {@link DiskControl#replace}. */
    synchronized void replaceDisk() {
        Folders.delete(dataDir());
        format.format(List.of(config));
    }

    /** See {@link DiskControl#dump}. */
    void dumpLogs(String topic, Consumer<String> lines) {
        List<String> segments = segments(topic);
        for (int from = 0; from < segments.size(); from += SEGMENTS_A_CALL) {
            List<String> some = segments.subList(from, Math.min(segments.size(), from + SEGMENTS_A_CALL));
            kafka.read(
                    "kafka-dump-log of " + name(),
                    dataDir(),
                    config.folder().resolve("dump-log.log"),
                    "org.apache.kafka.tools.DumpLogSegments",
                    List.of("--print-data-log", "--files", String.join(",", some)),
                    lines);
        }
    }

    /** {@code TOPIC-PARTITION/SEGMENT.log}, by partition and offset. */
    private List<String> segments(String topic) {
        Pattern segment = Pattern.compile(Pattern.quote(topic) + "-[0-9]+/[0-9]+\\.log");
        try (Stream<Path> files = Files.walk(dataDir(), 2)) {
            return files.map(file -> dataDir().relativize(file).toString())
                    .filter(file -> segment.matcher(file).matches())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LabException.Environment("the logs of " + name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void mayEnd() {
        process().mayEnd();
    }

    /**
     * As if its disk were full: no file of its grows any more that is not small. Its log, which the lab reads, is spared.
     */
    void fillDisk() {
        process().limitFileSize(logFile().toFile().length() + SPARED_BYTES);
    }

    /** There is room again. */
    void emptyDisk() {
        if (isAlive()) {
            process().limitFileSize(-1);
        }
    }

    /** As if its disk were gone: files that are open can be used, none is found by its name any more. */
    void detachDisk() {
        move(dataDir(), detachedDir());
    }

    /** The disk is back, with all that it had. */
    void attachDisk() {
        if (Files.isDirectory(detachedDir())) {
            Folders.delete(dataDir()); // a broker that was not yet gone may have begun anew there
            move(detachedDir(), dataDir());
        }
    }

    private Path detachedDir() {
        return dataDir().resolveSibling("detached");
    }

    private void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new LabException.Environment("the disk of " + name() + " cannot be moved: " + e, e);
        }
    }

    synchronized void start() {
        process = ChildProcess.start(session, name(), config.folder(), logFile(), ORDERLY_END, arguments);
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
