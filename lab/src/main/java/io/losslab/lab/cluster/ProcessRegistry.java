package io.losslab.lab.cluster;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What labs of this project have started and not yet ended, on disk ({@code .losslab/sessions/ID/}), so that a lab
 * that was ended by SIGKILL leaves nothing behind for longer than until the next start.
 *
 * <p>Nothing is ever ended by name: a process is ended only when its id, its start and the marker in its command line
 * are all those that were noted, and a folder is removed only when the marker file of its session lies in it.
 * Several labs may use the registry at once.
 */
public final class ProcessRegistry {
    /** The file inside a folder of a session that says whose it is; its content is the session's marker. */
    static final String FOLDER_MARK = ".losslab-session";

    private static final String SESSION_FILE = "session.properties";

    /** Why a session is there. */
    public enum Kind {
        /** {@code losslab run}. */
        RUN,
        /** {@code losslab up}. */
        UP,
        /** What {@code losslab run --keep} left on purpose: it has no owner, and only {@code losslab down} ends it. */
        KEPT
    }

    /** A process that a session noted. */
    public record Noted(String name, long pid, boolean alive) {}

    /**
     * A session on disk.
     *
     * @param ownerPid the lab that opened it; 0 for {@link Kind#KEPT}
     * @param ownerAlive whether that lab is still running
     * @param command what the user had typed
     */
    public record Entry(
            String id,
            Kind kind,
            long ownerPid,
            boolean ownerAlive,
            String command,
            Instant since,
            List<Noted> processes,
            List<Path> folders) {
        /** Neither owned by a running lab nor kept on purpose. */
        public boolean isLeftover() {
            return kind != Kind.KEPT && !ownerAlive;
        }
    }

    private final Path sessions;

    public ProcessRegistry(Path stateDir) {
        this.sessions = stateDir.resolve("sessions");
    }

    /**
     * Opens a session owned by this process, after ending what labs that are gone have left.
     *
     * @param notes told of each leftover that was ended, one line each
     */
    public LabSession open(Kind kind, String command, Consumer<String> notes) {
        sweep().forEach(notes);
        String id = randomId();
        create(id, kind, command, ProcessIdentity.of(ProcessHandle.current()));
        return new LabSession(this, id);
    }

    /** All sessions, oldest first. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Path dir : sessionDirs()) {
            read(dir).ifPresent(entries::add);
        }
        entries.sort(Comparator.comparing(Entry::since));
        return entries;
    }

    /** Ends what labs that are gone have left; says what it ended, one line each. */
    public List<String> sweep() {
        List<String> ended = new ArrayList<>();
        for (Entry entry : entries()) {
            if (entry.isLeftover()) {
                ended.addAll(end(entry));
            } else if (entry.kind() == Kind.KEPT && entry.processes().stream().noneMatch(Noted::alive)) {
                end(entry); // its processes have ended by other means, such as a restart of the machine
            }
        }
        return ended;
    }

    /** Ends the processes of a session, removes its folders, forgets it; says what it ended, one line each. */
    public List<String> end(Entry entry) {
        Path dir = sessions.resolve(entry.id());
        List<String> ended = new ArrayList<>();
        List<ProcessHandle> dying = new ArrayList<>();
        for (Properties noted : notes(dir, "process-")) {
            Optional<ProcessHandle> process = identity(noted).alive(noted.getProperty("marker"));
            if (process.isPresent() && process.get().destroyForcibly()) {
                dying.add(process.get());
                ended.add(noted.getProperty("name") + " (pid " + noted.getProperty("pid") + ") of `" + entry.command()
                        + "`");
            }
        }
        if (entry.kind() != Kind.KEPT) {
            // one that was started in the very moment its lab was killed carries the marker, but was not yet noted
            ProcessHandle.allProcesses()
                    .filter(process -> process.isAlive() && ProcessIdentity.carries(process, marker(entry.id())))
                    .filter(process -> process.pid() != ProcessHandle.current().pid())
                    .filter(process -> dying.stream().noneMatch(other -> other.pid() == process.pid()))
                    .forEach(process -> {
                        if (process.destroyForcibly()) {
                            dying.add(process);
                            ended.add("a process (pid " + process.pid() + ") of `" + entry.command() + "`");
                        }
                    });
        }
        dying.forEach(ProcessRegistry::awaitEnd);
        for (Properties noted : notes(dir, "folder-")) {
            Path folder = Path.of(noted.getProperty("path"));
            if (belongsTo(folder, noted.getProperty("marker"))) {
                Folders.delete(folder);
            }
        }
        Folders.delete(dir);
        return ended;
    }

    /** Asks the lab that owns the session to end (SIGTERM); false when it is not there or not a lab. */
    public boolean askOwnerToEnd(Entry entry) {
        return owner(entry.id()).map(ProcessHandle::destroy).orElse(false);
    }

    /** Ends the lab that owns the session without asking. */
    public void killOwner(Entry entry) {
        owner(entry.id()).ifPresent(owner -> {
            owner.destroyForcibly();
            awaitEnd(owner);
        });
    }

    private Optional<ProcessHandle> owner(String id) {
        return load(sessions.resolve(id).resolve(SESSION_FILE))
                .flatMap(session -> identity(session).alive(session.getProperty("marker")));
    }

    /**
     * What the command line of every process of a session carries. Not below {@code losslab.}: there the apps know every
     * key, and refuse to start with one that they do not know.
     */
    static String marker(String id) {
        return "-Dkafka-loss-lab.session=" + id;
    }

    void noteProcess(String id, String name, ProcessHandle process) {
        Properties noted = new Properties();
        ProcessIdentity identity = ProcessIdentity.of(process);
        noted.setProperty("name", name);
        noted.setProperty("pid", Long.toString(identity.pid()));
        noted.setProperty("start", Long.toString(identity.startMillis()));
        noted.setProperty("marker", marker(id));
        store(sessions.resolve(id).resolve("process-" + process.pid()), noted);
    }

    void forgetProcess(String id, long pid) {
        deleteFile(sessions.resolve(id).resolve("process-" + pid));
    }

    /** Notes a folder that is to be removed with the session; marks it as the session's. */
    void noteFolder(String id, Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(FOLDER_MARK), marker(id) + System.lineSeparator());
        } catch (IOException e) {
            throw new LabException.Environment("cannot write to " + folder + ": " + e.getMessage(), e);
        }
        Properties noted = new Properties();
        noted.setProperty("path", folder.toAbsolutePath().toString());
        noted.setProperty("marker", marker(id));
        store(sessions.resolve(id).resolve(folderNote(folder)), noted);
    }

    void forgetFolder(String id, Path folder) {
        deleteFile(sessions.resolve(id).resolve(folderNote(folder)));
    }

    /** Hands processes and folders of a session over to one without owner, which stays until {@code losslab down}. */
    void keep(String id, List<Long> pids, List<Path> folders) {
        Properties session = load(sessions.resolve(id).resolve(SESSION_FILE)).orElseGet(Properties::new);
        String keptId = id + "-kept";
        if (!Files.exists(sessions.resolve(keptId))) {
            create(keptId, Kind.KEPT, session.getProperty("command", "losslab run --keep"), new ProcessIdentity(0, 0));
        }
        for (long pid : pids) {
            move(id, keptId, "process-" + pid);
        }
        for (Path folder : folders) {
            move(id, keptId, folderNote(folder));
        }
    }

    void forget(String id) {
        Folders.delete(sessions.resolve(id));
    }

    private void create(String id, Kind kind, String command, ProcessIdentity owner) {
        Properties session = new Properties();
        session.setProperty("kind", kind.name());
        session.setProperty("command", command);
        session.setProperty("since", Instant.now().toString());
        session.setProperty("pid", Long.toString(owner.pid()));
        session.setProperty("start", Long.toString(owner.startMillis()));
        session.setProperty("marker", ownerMarker());
        try {
            Files.createDirectories(sessions);
            // whole from the first moment anyone sees it
            Path fresh = Files.createTempDirectory(sessions, ".new-");
            store(fresh.resolve(SESSION_FILE), session);
            Files.move(fresh, sessions.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabException.Environment("cannot write to " + sessions + ": " + e, e);
        }
    }

    /** What this lab's own command line carries: its main class, or whatever started it in a test. */
    private static String ownerMarker() {
        return System.getProperty("losslab.root") == null ? "" : "-Dlosslab.root=";
    }

    private Optional<Entry> read(Path dir) {
        return load(dir.resolve(SESSION_FILE)).map(session -> {
            List<Noted> processes = new ArrayList<>();
            for (Properties noted : notes(dir, "process-")) {
                ProcessIdentity identity = identity(noted);
                processes.add(new Noted(
                        noted.getProperty("name"),
                        identity.pid(),
                        identity.alive(noted.getProperty("marker")).isPresent()));
            }
            List<Path> folders = new ArrayList<>();
            for (Properties noted : notes(dir, "folder-")) {
                folders.add(Path.of(noted.getProperty("path")));
            }
            ProcessIdentity owner = identity(session);
            return new Entry(
                    dir.getFileName().toString(),
                    Kind.valueOf(session.getProperty("kind", Kind.RUN.name())),
                    owner.pid(),
                    owner.pid() != 0 && owner.alive().isPresent(),
                    session.getProperty("command", "losslab"),
                    Instant.parse(session.getProperty("since", Instant.EPOCH.toString())),
                    List.copyOf(processes),
                    List.copyOf(folders));
        });
    }

    private List<Path> sessionDirs() {
        List<Path> dirs = new ArrayList<>();
        if (!Files.isDirectory(sessions)) {
            return dirs;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(sessions, "[a-z0-9]*")) {
            stream.forEach(dirs::add);
        } catch (IOException e) {
            throw new LabException.Environment("cannot read " + sessions + ": " + e, e);
        }
        return dirs;
    }

    private static List<Properties> notes(Path dir, String prefix) {
        List<Properties> notes = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(dir, prefix + "*")) {
            for (Path file : stream) {
                load(file).ifPresent(notes::add);
            }
        } catch (NoSuchFileException ignored) {
            // ended by another lab meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return notes;
    }

    private static ProcessIdentity identity(Properties noted) {
        return new ProcessIdentity(
                Long.parseLong(noted.getProperty("pid", "0")), Long.parseLong(noted.getProperty("start", "0")));
    }

    private static boolean belongsTo(Path folder, String marker) {
        try {
            return Files.readString(folder.resolve(FOLDER_MARK)).strip().equals(marker);
        } catch (IOException e) {
            return false;
        }
    }

    private static String folderNote(Path folder) {
        return "folder-" + Integer.toHexString(folder.toAbsolutePath().hashCode());
    }

    private void move(String from, String to, String note) {
        try {
            Files.move(
                    sessions.resolve(from).resolve(note),
                    sessions.resolve(to).resolve(note),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Properties> load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(properties);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void store(Path file, Properties properties) {
        Path fresh = file.resolveSibling(".new-" + file.getFileName());
        try {
            try (Writer writer = Files.newBufferedWriter(fresh)) {
                properties.store(writer, null);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabException.Environment("cannot write " + file + ": " + e, e);
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        Waiting.uninterruptibly(() -> {
            try {
                process.onExit().get(10, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
            return true;
        });
    }

    private static String randomId() {
        return Long.toString(ThreadLocalRandom.current().nextLong(1L << 50, 1L << 51), Character.MAX_RADIX);
    }
}
