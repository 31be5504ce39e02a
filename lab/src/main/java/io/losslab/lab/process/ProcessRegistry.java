package io.losslab.lab.process;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * Several labs may use the registry at once. What is no note of the lab's is skipped, and {@link #problems} names it.
 */
public final class ProcessRegistry {
    /** The file inside a folder of a session that says whose it is; its content is the session's marker. */
    static final String FOLDER_MARK = ".losslab-session";

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

    private final SessionNotes notes;

    public ProcessRegistry(Path stateDir) {
        notes = new SessionNotes(stateDir.resolve("sessions"));
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
        notes.create(id, kind, command, ProcessIdentity.of(ProcessHandle.current()), ownerMarker());
        return new LabSession(this, id);
    }

    /** What was found so far that is no note of the lab's, a line each; each is said once. */
    public List<String> problems() {
        return notes.problems();
    }

    /** All sessions, oldest first. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (String id : notes.sessions()) {
            read(id).ifPresent(entries::add);
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
        List<String> ended = new ArrayList<>();
        List<ProcessHandle> dying = new ArrayList<>();
        for (Properties noted : notes.of(entry.id(), SessionNotes.PROCESS)) {
            Optional<ProcessHandle> process = SessionNotes.identity(noted).alive(noted.getProperty("marker"));
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
        for (Properties noted : notes.of(entry.id(), SessionNotes.FOLDER)) {
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
        Folders.delete(notes.folder(entry.id()));
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
        return notes.session(id)
                .flatMap(session -> SessionNotes.identity(session).alive(session.getProperty("marker")));
    }

    /**
     * What the command line of every process of a session carries. Not below {@code losslab.}: there the apps know every
     * key, and refuse to start with one that they do not know.
     */
    static String marker(String id) {
        return SessionNotes.MARKER + id;
    }

    void noteProcess(String id, String name, ProcessHandle process) {
        Properties noted = new Properties();
        ProcessIdentity identity = ProcessIdentity.of(process);
        noted.setProperty("name", name);
        noted.setProperty("pid", Long.toString(identity.pid()));
        noted.setProperty("start", Long.toString(identity.startMillis()));
        noted.setProperty("marker", marker(id));
        notes.store(id, SessionNotes.PROCESS + process.pid(), noted);
    }

    void forgetProcess(String id, long pid) {
        notes.delete(id, SessionNotes.PROCESS + pid);
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
        notes.store(id, SessionNotes.folderNote(folder), noted);
    }

    void forgetFolder(String id, Path folder) {
        notes.delete(id, SessionNotes.folderNote(folder));
    }

    void noteTraces(String id, ForeignTraces traces) {
        notes.store(id, SessionNotes.TRACES + traces.runId(), traces.properties());
    }

    void forgetTraces(String id, ForeignTraces traces) {
        notes.delete(id, SessionNotes.TRACES + traces.runId());
    }

    /** Hands processes and folders of a session over to one without owner, which stays until {@code losslab down}. */
    void keep(String id, List<Long> pids, List<Path> folders) {
        Properties session = notes.session(id).orElseGet(Properties::new);
        String keptId = id + "-kept";
        if (!Files.exists(notes.folder(keptId))) {
            notes.create(
                    keptId,
                    Kind.KEPT,
                    session.getProperty("command", "losslab run --keep"),
                    new ProcessIdentity(0, 0),
                    ownerMarker());
        }
        for (long pid : pids) {
            notes.move(id, keptId, SessionNotes.PROCESS + pid);
        }
        for (Path folder : folders) {
            notes.move(id, keptId, SessionNotes.folderNote(folder));
        }
    }

    /** Not while something of it may be on the cluster of others. */
    void forget(String id) {
        if (notes.of(id, SessionNotes.TRACES).isEmpty()) {
            Folders.delete(notes.folder(id));
        }
    }

    /** What this lab's own command line carries: its main class, or whatever started it in a test. */
    private static String ownerMarker() {
        return System.getProperty("losslab.root") == null ? "" : "-Dlosslab.root=";
    }

    private Optional<Entry> read(String id) {
        return notes.session(id).map(session -> {
            List<Noted> processes = new ArrayList<>();
            for (Properties noted : notes.of(id, SessionNotes.PROCESS)) {
                ProcessIdentity identity = SessionNotes.identity(noted);
                processes.add(new Noted(
                        noted.getProperty("name"),
                        identity.pid(),
                        identity.alive(noted.getProperty("marker")).isPresent()));
            }
            List<Path> folders = new ArrayList<>();
            for (Properties noted : notes.of(id, SessionNotes.FOLDER)) {
                folders.add(Path.of(noted.getProperty("path")));
            }
            ProcessIdentity owner = SessionNotes.identity(session);
            return new Entry(
                    id,
                    Kind.valueOf(session.getProperty("kind", Kind.RUN.name())),
                    owner.pid(),
                    owner.pid() != 0 && owner.alive().isPresent(),
                    session.getProperty("command", "losslab"),
                    Instant.parse(session.getProperty("since", Instant.EPOCH.toString())),
                    List.copyOf(processes),
                    List.copyOf(folders),
                    notes.of(id, SessionNotes.TRACES).stream()
                            .map(ForeignTraces::of)
                            .toList());
        });
    }

    private static boolean belongsTo(Path folder, String marker) {
        try {
            return Files.readString(folder.resolve(FOLDER_MARK)).strip().equals(marker);
        } catch (IOException e) {
            return false;
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
