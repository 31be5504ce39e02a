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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The notes of sessions as files: a folder for each session, in it one file for the session itself and one for each process, folder
 * and trace elsewhere. A note is whole from the first moment anyone sees it. What is no note of the lab's is skipped, and named by
 * {@link #problems}.
 */
final class SessionNotes {
    /** What the command line of every process of a session carries, and the mark of its folders, begin with. */
    static final String MARKER = "-Dkafka-loss-lab.session=";

    static final String PROCESS = "process-";
    static final String FOLDER = "folder-";
    static final String TRACES = "traces-";
    private static final String SESSION_FILE = "session.properties";

    private final Path sessions;
    private final Map<Path, String> problems = new TreeMap<>();
    private final Set<Path> told = new HashSet<>();

    SessionNotes(Path sessions) {
        this.sessions = sessions;
    }

    Path folder(String id) {
        return sessions.resolve(id);
    }

    /** What the session says of itself; empty when it is not there, or says it wrong. */
    Optional<Properties> session(String id) {
        return note(folder(id).resolve(SESSION_FILE), SessionNotes::requireSession);
    }

    /** @param marker of the owner's command line */
    void create(String id, ProcessRegistry.Kind kind, String command, ProcessIdentity owner, String marker) {
        Properties session = new Properties();
        session.setProperty("kind", kind.name());
        session.setProperty("command", command);
        session.setProperty("since", Instant.now().toString());
        session.setProperty("pid", Long.toString(owner.pid()));
        session.setProperty("start", Long.toString(owner.startMillis()));
        session.setProperty("marker", marker);
        try {
            Files.createDirectories(sessions);
            // whole from the first moment anyone sees it
            Path fresh = Files.createTempDirectory(sessions, ".new-");
            write(fresh.resolve(SESSION_FILE), session);
            Files.move(fresh, sessions.resolve(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LabException.Environment("cannot write to " + sessions + ": " + e, e);
        }
    }

    void store(String id, String name, Properties noted) {
        write(folder(id).resolve(name), noted);
    }

    void delete(String id, String name) {
        Path file = folder(id).resolve(name);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void move(String from, String to, String note) {
        try {
            Files.move(
                    sessions.resolve(from).resolve(note),
                    sessions.resolve(to).resolve(note),
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sessions there are, by their ids. */
    List<String> sessions() {
        List<String> ids = new ArrayList<>();
        if (!Files.isDirectory(sessions)) {
            return ids;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(sessions, "[a-z0-9]*")) {
            stream.forEach(dir -> ids.add(dir.getFileName().toString()));
        } catch (IOException e) {
            throw new LabException.Environment("cannot read " + sessions + ": " + e, e);
        }
        return ids;
    }

    /** Those of a session whose names begin so. */
    List<Properties> of(String id, String prefix) {
        Path dir = folder(id);
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

    /** What was found so far that is no note of the lab's, a line each; each is said once. */
    synchronized List<String> problems() {
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

    static ProcessIdentity identity(Properties noted) {
        return new ProcessIdentity(
                Long.parseLong(noted.getProperty("pid", "0")), Long.parseLong(noted.getProperty("start", "0")));
    }

    static String folderNote(Path folder) {
        return "folder-" + Integer.toHexString(folder.toAbsolutePath().hashCode());
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

    private static void requireSession(Properties session) {
        identity(session);
        ProcessRegistry.Kind.valueOf(session.getProperty("kind", ProcessRegistry.Kind.RUN.name()));
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

    private static Optional<Properties> load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(properties);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void write(Path file, Properties properties) {
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
}
