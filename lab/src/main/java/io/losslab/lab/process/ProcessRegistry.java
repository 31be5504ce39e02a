package io.losslab.lab.process;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
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
 * Several labs may use the registry at once. What is no note of the lab's is skipped, and {@link #problems} names it.
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
            List<Path> folders,
            List<ForeignTraces> traces) {
        /** Neither owned by a running lab nor kept on purpose. */
        public boolean isLeftover() {
            return kind != Kind.KEPT && !ownerAlive;
        }
    }

    private static final String MARKER = "-Dkafka-loss-lab.session=";
    private static final String PROCESS = "process-";
    private static final String FOLDER = "folder-";
    private static final String TRACES = "traces-";

    private final Path sessions;
    private final Map<Path, String> problems = new TreeMap<>();
    private final Set<Path> told = new HashSet<>();

    public ProcessRegistry(Path stateDir) {
        this.sessions = stateDir.resolve("sessions");
    }

    /**
     * Opens a session owned by this process, after ending what labs that are gone have left.
     *
     * @param notes told what {@link #sweep} found, one line each
     */
    public LabSession open(Kind kind, String command, Consumer<String> notes) {
        sweep().forEach(notes);
        return open(kind, command);
    }

    /** Opens a session owned by this process, after a {@link #sweep}. */
    public LabSession open(Kind kind, String command) {
        String id = randomId();
        create(id, kind, command, ProcessIdentity.of(ProcessHandle.current()));
        return new LabSession(this, id);
    }

    /** What was found so far that is no note of the lab's, a line each; each is said once. */
    public synchronized List<String> problems() {
        return problems.entrySet().stream()
                .filter(problem -> told.add(problem.getKey()))
                .map(problem -> "skipped, no note of the lab's: " + problem.getKey() + ": " + problem.getValue()
                        + " (remove it)")
                .toList();
    }

    private synchronized void problem(Path file, Exception e) {
        String what = e instanceof java.nio.charset.CharacterCodingException ? "is no text" : e.getMessage();
        problems.putIfAbsent(file, what == null ? e.toString() : what.replace(file + ": ", ""));
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

    /** Ends what labs that are gone have left; says what it ended, skipped or could not remove, one line each. */
    public List<String> sweep() {
        List<Entry> entries = entries();
        List<String> ended = new ArrayList<>(problems());
        for (Entry entry : entries) {
            if (entry.isLeftover()) {
                ended.addAll(end(entry));
            } else if (entry.kind() == Kind.KEPT && entry.processes().stream().noneMatch(Noted::alive)) {
                end(entry); // its processes have ended by other means, such as a restart of the machine
            }
        }
        return ended;
    }

    /**
     * Ends the processes of a session, removes its folders and what it made on the clusters of others, and forgets it.
     * What cannot be removed there is named, and the session stays, so that the next start tries again.
     *
     * @return what it ended, and what is left, one line each
     */
    public List<String> end(Entry entry) {
        List<String> ended = new ArrayList<>();
        endHere(entry).forEach(line -> ended.add("ended a leftover: " + line));
        removeTraces(entry, "the next start, or losslab down, tries again").forEach(ended::add);
        forget(entry.id());
        return ended;
    }

    /** Ends the processes of a session and removes its folders; says what it ended, one line each. */
    public List<String> endHere(Entry entry) {
        Path dir = sessions.resolve(entry.id());
        List<String> ended = new ArrayList<>();
        List<ProcessHandle> dying = new ArrayList<>();
        for (Properties noted : notes(dir, PROCESS)) {
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
        for (Properties noted : notes(dir, FOLDER)) {
            Path folder = Path.of(noted.getProperty("path"));
            if (belongsTo(folder, noted.getProperty("marker"))) {
                Folders.delete(folder);
            }
        }
        return ended;
    }

    /**
     * Removes what a session made on the clusters of others; says what it removed, and what not and why, one line each.
     *
     * @param then what becomes of what could not be removed
     */
    public List<String> removeTraces(Entry entry, String then) {
        List<String> lines = new ArrayList<>();
        for (ForeignTraces traces : entry.traces()) {
            Optional<String> left = traces.remove();
            if (left.isEmpty()) {
                forgetTraces(entry.id(), traces);
            }
            lines.add(left.map(why -> "left behind by `" + entry.command() + "`: " + traces.text() + "; not removed: "
                            + why + "; " + then)
                    .orElse("removed a leftover: " + traces.text() + " of `" + entry.command() + "`"));
        }
        return lines;
    }

    /** Forgets a session whatever it has left: what that is has been said. */
    public void forgetAll(Entry entry) {
        Folders.delete(sessions.resolve(entry.id()));
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
        return note(sessions.resolve(id).resolve(SESSION_FILE), ProcessRegistry::requireSession)
                .flatMap(session -> identity(session).alive(session.getProperty("marker")));
    }

    /**
     * What the command line of every process of a session carries. Not below {@code losslab.}: there the apps know every
     * key, and refuse to start with one that they do not know.
     */
    static String marker(String id) {
        return MARKER + id;
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

    void noteTraces(String id, ForeignTraces traces) {
        store(sessions.resolve(id).resolve(TRACES + traces.runId()), traces.properties());
    }

    void forgetTraces(String id, ForeignTraces traces) {
        deleteFile(sessions.resolve(id).resolve(TRACES + traces.runId()));
    }

    /** Hands processes and folders of a session over to one without owner, which stays until {@code losslab down}. */
    void keep(String id, List<Long> pids, List<Path> folders) {
        Properties session = note(sessions.resolve(id).resolve(SESSION_FILE), ProcessRegistry::requireSession)
                .orElseGet(Properties::new);
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

    /** Not while something of it may be on the cluster of others. */
    void forget(String id) {
        Path dir = sessions.resolve(id);
        if (notes(dir, TRACES).isEmpty()) {
            Folders.delete(dir);
        }
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
        return note(dir.resolve(SESSION_FILE), ProcessRegistry::requireSession).map(session -> {
            List<Noted> processes = new ArrayList<>();
            for (Properties noted : notes(dir, PROCESS)) {
                ProcessIdentity identity = identity(noted);
                processes.add(new Noted(
                        noted.getProperty("name"),
                        identity.pid(),
                        identity.alive(noted.getProperty("marker")).isPresent()));
            }
            List<Path> folders = new ArrayList<>();
            for (Properties noted : notes(dir, FOLDER)) {
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
                    List.copyOf(folders),
                    notes(dir, TRACES).stream().map(ForeignTraces::of).toList());
        });
    }

    private static void requireSession(Properties session) {
        identity(session);
        Kind.valueOf(session.getProperty("kind", Kind.RUN.name()));
        Instant.parse(session.getProperty("since", Instant.EPOCH.toString()));
        if (session.getProperty("marker") == null) {
            throw new IllegalArgumentException("it has no marker");
        }
    }

    private static void requireNote(String prefix, Properties noted) {
        if (prefix.equals(TRACES)) {
            ForeignTraces.of(noted);
            return;
        }
        identity(noted);
        if (!noted.getProperty("marker", "").startsWith(MARKER)) {
            throw new IllegalArgumentException("it has no marker");
        }
        if (prefix.equals(FOLDER) && !Path.of(noted.getProperty("path", "")).isAbsolute()) {
            throw new IllegalArgumentException("its path is not absolute");
        }
    }

    /** A note that is as the lab writes it; one that is not is a problem, and not there. */
    private Optional<Properties> note(Path file, Consumer<Properties> require) {
        try {
            Optional<Properties> noted = load(file);
            noted.ifPresent(require);
            return noted;
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            problem(file, e);
            return Optional.empty();
        }
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

    private List<Properties> notes(Path dir, String prefix) {
        List<Properties> notes = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(dir, prefix + "*")) {
            for (Path file : stream) {
                note(file, noted -> requireNote(prefix, noted)).ifPresent(notes::add);
            }
        } catch (NoSuchFileException ignored) {
            // ended by another lab meanwhile
        } catch (IOException | DirectoryIteratorException e) {
            problem(dir, e);
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

    private static Optional<Properties> load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(properties);
        } catch (NoSuchFileException e) {
            return Optional.empty();
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
