package io.losslab.lab.folder;

import io.losslab.lab.LabException;
import io.losslab.lab.process.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A result folder: owns every path in it, and everything that is written to it. It cannot read or write outside itself:
 * a stored one with a link in it is refused, and files are written under a name that nobody can guess, then moved to
 * theirs, which replaces a link and never follows one.
 *
 * <p>One that a run has made knows what the run has put there, and {@link #discard} removes that and nothing else.
 */
public final class ResultFolder {
    public static final String RESULT = "result.json";
    public static final String REPORT = "report.html";
    public static final String TIMELINE = "timeline.csv";
    /** Folder of the evidence, with one folder for each run. */
    public static final String EVIDENCE = "evidence";
    /** In the evidence: of all runs together. */
    public static final String EXPERIMENT = "experiment.json";

    private static final Pattern RUN_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");
    private static final OpenOption[] FRESH = {
        StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS
    };
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path dir;
    /** What the run has made: files, whole folders, and folders that go only when nothing else is in them. */
    private final Deque<Path> made = new ArrayDeque<>();

    private final List<Path> trees = new ArrayList<>();

    private ResultFolder(Path dir) {
        this.dir = dir;
    }

    /** The paths of a folder; nothing is looked at. */
    public static ResultFolder at(Path dir) {
        return new ResultFolder(dir);
    }

    /**
     * A folder that is going to be read, and may be a stranger's.
     *
     * @throws LabException.BadInput when it holds a link, or anything that is neither file nor folder
     */
    public static ResultFolder stored(Path dir) {
        if (Files.isDirectory(dir)) {
            refuseLinks(dir);
        }
        return new ResultFolder(dir);
    }

    private static void refuseLinks(Path dir) {
        try {
            Path real = dir.toRealPath(); // the user may well name the folder itself by a link
            Files.walkFileTree(real, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!attributes.isRegularFile()) {
                        throw new LabException.BadInput(
                                file + " is " + (attributes.isSymbolicLink() ? "a link" : "neither a file nor a folder")
                                        + "; a result folder holds files and folders only, so nothing in it was read"
                                        + " or written");
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE; // who reads it says so
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
                    return FileVisitResult.CONTINUE; // kept brokers come and go in theirs
                }
            });
        } catch (IOException e) {
            throw new LabException.Environment("cannot read " + dir + ": " + e.getMessage(), e);
        }
    }

    /**
     * The folder for the results of a run: a new one, or one that is there and empty.
     *
     * @param name what the user called it, for messages
     * @throws LabException.BadInput when it is there and not an empty folder
     */
    public static ResultFolder create(Path out, String name) throws IOException {
        ResultFolder folder = new ResultFolder(out.toAbsolutePath().normalize());
        try {
            if (!folder.makeFolders() && !isEmptyFolder(folder.dir)) {
                throw new LabException.BadInput(name + ": is there already and not an empty folder; name a new one");
            }
            return folder;
        } catch (IOException | RuntimeException e) {
            folder.discard();
            throw e;
        }
    }

    /** A new folder of that name, or with a number behind it where the name is taken. */
    public static ResultFolder createIn(Path parent, String name) throws IOException {
        for (int n = 1; ; n++) {
            ResultFolder folder = new ResultFolder(parent.resolve(n == 1 ? name : name + "-" + n));
            try {
                folder.made.push(Files.createDirectory(folder.dir));
                return folder;
            } catch (FileAlreadyExistsException taken) {
                continue; // two runs in the same second
            }
        }
    }

    /** Returns whether the folder itself is new. */
    private boolean makeFolders() throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path path = dir; path != null && !Files.exists(path, LinkOption.NOFOLLOW_LINKS); path = path.getParent()) {
            missing.push(path);
        }
        boolean fresh = false;
        for (Path path : missing) {
            try {
                Files.createDirectory(path);
                made.push(path);
                fresh = path.equals(dir);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(path)) {
                    throw e;
                } // another run was faster, and it is that one's
            }
        }
        return fresh;
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        }
    }

    public Path dir() {
        return dir;
    }

    public Path result() {
        return dir.resolve(RESULT);
    }

    public Path report() {
        return dir.resolve(REPORT);
    }

    public Path timeline() {
        return dir.resolve(TIMELINE);
    }

    public Path evidence() {
        return dir.resolve(EVIDENCE);
    }

    public Path experiment() {
        return evidence().resolve(EXPERIMENT);
    }

    /**
     * Where the evidence of a run is.
     *
     * @throws IllegalArgumentException when that is no id of a run, such as one that leads elsewhere
     */
    public Path evidence(String runId) {
        if (!isRunId(runId)) {
            throw new IllegalArgumentException("`" + runId + "` is no id of a run");
        }
        return evidence().resolve(runId);
    }

    public static boolean isRunId(String text) {
        return RUN_ID.matcher(text).matches();
    }

    public boolean hasResult() {
        return Files.isRegularFile(result(), LinkOption.NOFOLLOW_LINKS);
    }

    public boolean hasExperiment() {
        return Files.isRegularFile(experiment(), LinkOption.NOFOLLOW_LINKS);
    }

    /** A new folder for the evidence of a run; all that comes into it is the run's. */
    public Path newRun(String runId) throws IOException {
        Path run = evidence(runId);
        if (!made.contains(evidence())) {
            Files.createDirectory(evidence());
            made.push(evidence());
        }
        Files.createDirectory(run);
        trees.add(run);
        return run;
    }

    /** A new folder inside this one for the results of another run. */
    public ResultFolder newFolder(String name) throws IOException {
        ResultFolder folder = new ResultFolder(dir.resolve(name));
        Files.createDirectory(folder.dir);
        trees.add(folder.dir);
        return folder;
    }

    /** Opens {@code timeline.csv}, which is not there yet. */
    public Writer newTimeline() throws IOException {
        Writer writer = Files.newBufferedWriter(timeline(), StandardCharsets.UTF_8, FRESH);
        made.push(timeline());
        return writer;
    }

    /** Writes {@code result.json}, whole or not at all. */
    public void writeResult(byte[] content) throws IOException {
        writeWhole(result(), content);
        made.push(result());
    }

    /** Writes {@code report.html}, whole or not at all. */
    public void writeReport(String page) throws IOException {
        writeWhole(report(), page.getBytes(StandardCharsets.UTF_8));
        made.push(report());
    }

    /** Writes what is known of all runs together. */
    public void writeExperiment(byte[] content) throws IOException {
        writeWhole(experiment(), content);
        made.push(experiment());
    }

    /** Whole or not at all, under its name from one moment to the next; replaces what has that name. */
    public static void writeWhole(Path file, byte[] content) throws IOException {
        byte[] random = new byte[12];
        RANDOM.nextBytes(random);
        Path unfinished = file.resolveSibling(
                "." + file.getFileName() + "." + HexFormat.of().formatHex(random) + ".unfinished");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished, FRESH)) {
                out.write(content);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Removes what the run has put here, and the folder if the run made it and nothing else is in it. */
    public void discard() {
        trees.forEach(Folders::delete);
        trees.clear();
        // the last made first; result.json and the like may be there twice
        while (!made.isEmpty()) {
            try {
                Files.deleteIfExists(made.pop());
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                continue; // somebody else's things are in it
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
