package io.losslab.lab.build;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds what the lab needs, with Maven: {@code losslab} calls it when a source is newer than the last build. It is compiled and run
 * before there is anything else, so this package uses nothing but the JDK.
 *
 * <p>In {@code .losslab/build} it leaves, for each scope, {@code SCOPE.stamp} (as old as the beginning of the last complete build),
 * {@code SCOPE.inputs} and {@code SCOPE.outputs} (paths, one a line: what the build is made of, and what has to be there), and
 * {@code building} while it is at work.
 */
public final class Build {
    /** What a process of ours that is being ended answers at most this late. */
    private static final long GRACE_SECONDS = 20;

    private static final Pattern MODULE =
            Pattern.compile("\\[INFO] Building (?:Kafka Loss Lab:? *)?(.*\\S) +\\[(\\d+)/(\\d+)]");
    private static final Pattern MAVEN_VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    private final Path root;
    private final Path state;
    private final Path log;
    private final Path note;
    private final Scope scope;
    private final Map<String, String> environment;
    private final PrintStream out;
    private final boolean terminal;
    private volatile Process maven;
    private volatile boolean stopping;
    private volatile boolean done;
    private String lastModule = "";

    /** How much of the project a command needs. */
    enum Scope {
        /** For commands that start no service: the lab itself. */
        LAB(25),
        /** For {@code run} and {@code up}: the broker and the services as well. */
        ALL(60);

        private final int seconds;

        Scope(int seconds) {
            this.seconds = seconds;
        }

        String file(String kind) {
            return name().toLowerCase(Locale.ROOT) + "." + kind;
        }
    }

    /** Why there is no build; its message is one line, and the process ends with exit code 3. */
    static final class Failure extends Exception {
        Failure(String message) {
            super(message);
        }
    }

    Build(Path root, Scope scope, Map<String, String> environment, PrintStream out, boolean terminal) {
        this.root = root;
        this.scope = scope;
        this.environment = environment;
        this.out = out;
        this.terminal = terminal;
        state = root.resolve(".losslab/build");
        log = state.resolve("maven.log");
        note = state.resolve("maven");
    }

    /**
     * {@code Build ROOT lab|all true|false}, the last for a terminal on standard error. Settings: {@code MVN} (Maven, default:
     * mvn), {@code LOSSLAB_MVN_ARGS} (more arguments for Maven).
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Build build = new Build(
                Path.of(args[0]),
                Scope.valueOf(args[1].toUpperCase(Locale.ROOT)),
                System.getenv(),
                System.err,
                Boolean.parseBoolean(args[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(build::stop, "interrupted"));
        int code = 0;
        try {
            build.run();
        } catch (Failure e) {
            System.err.println("losslab: " + e.getMessage());
            code = 3;
        }
        build.done = true;
        System.exit(code);
    }

    /** Takes the lock, and builds unless the one that had it has built meanwhile. */
    void run() throws Failure, IOException, InterruptedException {
        try {
            Files.createDirectories(state);
        } catch (IOException e) {
            throw new Failure("cannot write to " + root.resolve(".losslab"));
        }
        // The system gives the lock back however its holder ends; the file stays, since who waits for it has it open.
        try (FileChannel channel =
                        FileChannel.open(state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock(channel)) {
            awaitOrphan();
            Optional<String> why = why();
            if (why.isPresent()) {
                Files.writeString(
                        state.resolve("building"),
                        String.valueOf(ProcessHandle.current().pid()));
                build(why.get());
            }
            Files.deleteIfExists(state.resolve("building"));
        }
    }

    private FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        boolean said = false;
        while (true) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            if (!said) {
                out.println("losslab: another losslab" + builder() + " is building; waiting for it");
                said = true;
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
    }

    private String builder() throws IOException {
        Path building = state.resolve("building");
        return Files.exists(building) ? " (pid " + Files.readString(building).strip() + ")" : "";
    }

    /** A Maven outlives a build that was ended by SIGKILL; two in one folder would undo each other. */
    private void awaitOrphan() throws IOException, InterruptedException {
        if (!Files.exists(note)) {
            return;
        }
        String[] words = Files.readString(note).strip().split(" ", 2);
        Optional<ProcessHandle> orphan = words.length < 2
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(words[0]))
                        .filter(process -> startOf(process).equals(words[1]));
        if (orphan.isPresent() && orphan.get().isAlive()) {
            out.println("losslab: Maven (pid " + words[0]
                    + ") of a losslab that was killed is still building; waiting for it");
            orphan.get().onExit().join();
        }
        Files.deleteIfExists(note);
    }

    /** Of a process and no other, since its id alone may be another's tomorrow. */
    private static String startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("?");
    }

    /** Why a build is needed; empty when all of it is there and newer than every source. */
    Optional<String> why() throws IOException, Failure {
        Path stamp = state.resolve(scope.file("stamp"));
        Path inputs = state.resolve(scope.file("inputs"));
        Path outputs = state.resolve(scope.file("outputs"));
        if (!Files.exists(stamp) || !Files.exists(inputs) || !Files.exists(outputs)) {
            return Optional.of("first build");
        }
        for (String output : Files.readAllLines(outputs)) {
            if (!Files.exists(Path.of(output))) {
                return Optional.of("parts of the build are missing");
            }
        }
        FileTime built = Files.getLastModifiedTime(stamp);
        for (String input : Files.readAllLines(inputs)) {
            if (isNewer(Path.of(input), built)) {
                return Optional.of("the sources are newer than the build");
            }
        }
        return Optional.empty();
    }

    private static boolean isNewer(Path input, FileTime built) throws IOException {
        if (!Files.exists(input)) {
            return true;
        }
        try (Stream<Path> files = Files.walk(input)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private void build(String why) throws Failure, IOException, InterruptedException {
        Instant began = Instant.now();
        String program = environment.getOrDefault("MVN", "mvn");
        checkMaven(program);
        Modules modules = Modules.of(root);
        List<String> wanted = scope == Scope.LAB ? List.of("lab") : modules.toRun();
        List<String> all = modules.withThoseTheyNeed(wanted);
        int expected = expectedSeconds();
        out.println("losslab: building (" + why
                + (isFirstContact()
                        ? "; Maven downloads about 250 MB, and how long that takes depends on your network"
                        : "")
                + "); Maven's words go to " + log);
        for (Scope each : Scope.values()) { // both have the lab
            Files.deleteIfExists(state.resolve(each.file("stamp")));
        }
        Path begin = Files.writeString(state.resolve(scope.file("began")), "");
        int code = maven(program, wanted, began, expected);
        if (code != 0) {
            out.println("losslab: the build failed; Maven's last words:");
            Files.readAllLines(log).stream()
                    .filter(line -> line.contains("ERROR") || line.contains("BUILD FAILURE"))
                    .limit(12)
                    .forEach(line -> out.println("    " + line));
            throw new Failure("the build failed (exit code " + code + "); all of it: " + log);
        }
        List<String> outputs = modules.outputs(all);
        for (String output : outputs) {
            if (!Files.exists(Path.of(output))) {
                throw new Failure("Maven built without an error, and yet " + output + " is missing; see " + log);
            }
        }
        record(scope, modules.inputs(all), outputs, begin);
        if (scope == Scope.ALL) {
            List<String> lab = modules.withThoseTheyNeed(List.of("lab"));
            record(Scope.LAB, modules.inputs(lab), modules.outputs(lab), begin);
        }
        Files.delete(begin);
        long seconds = Duration.between(began, Instant.now()).toSeconds();
        Files.writeString(state.resolve(scope.file("seconds")), String.valueOf(seconds));
        out.println("losslab: built in " + seconds + " s");
    }

    /** A build of everything leaves a stamp of both scopes. */
    private void record(Scope built, List<String> inputs, List<String> outputs, Path began) throws IOException {
        Files.write(state.resolve(built.file("inputs")), inputs);
        Files.write(state.resolve(built.file("outputs")), outputs);
        // whatever was edited since the build began is not in it
        Files.copy(
                began,
                state.resolve(built.file("stamp")),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private int maven(String program, List<String> wanted, Instant began, int expected)
            throws Failure, IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program, "-B", "-ntp", "-T", "1C", "package"));
        // without tests: neither compiled, nor their libraries and those of the checks resolved (profile `tests` of the
        // POMs)
        command.addAll(List.of("-Dlosslab.runOnly", "-Dmaven.test.skip=true", "-pl", String.join(",", wanted), "-am"));
        String more = environment.getOrDefault("LOSSLAB_MVN_ARGS", "").strip();
        if (!more.isEmpty()) {
            command.addAll(List.of(more.split("\\s+")));
        }
        try {
            Process started = new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log.toFile())
                    .redirectErrorStream(true)
                    .start();
            maven = started;
            Files.writeString(note, started.pid() + " " + startOf(started.toHandle()));
            while (!started.waitFor(500, TimeUnit.MILLISECONDS)) {
                progress(Duration.between(began, Instant.now()).toSeconds(), expected);
            }
            if (stopping) {
                Thread.currentThread().join(); // stop() has the last word
            }
            return started.exitValue();
        } catch (IOException e) {
            throw new Failure("cannot start " + program + ": " + e.getMessage());
        } finally {
            clearLine();
            if (maven != null && !maven.isAlive()) {
                Files.deleteIfExists(note);
            }
        }
    }

    private void progress(long elapsed, int expected) throws IOException {
        String said = Files.readString(log, StandardCharsets.ISO_8859_1);
        Matcher matcher = MODULE.matcher(said);
        String module = "";
        int number = 0;
        int of = 1;
        while (matcher.find()) {
            number = Integer.parseInt(matcher.group(2));
            of = Integer.parseInt(matcher.group(3));
            String name = matcher.group(1).replaceFirst(" *[0-9][0-9.]*(-SNAPSHOT)?$", "");
            module = "module " + number + " of " + of + (name.isEmpty() ? "" : " (" + name + ")") + ", ";
        }
        long left = expected - elapsed;
        if (left <= 0) { // slower than the last time: from what is done
            left = number > 1 ? elapsed * (of - number + 1) / (number - 1) : elapsed;
        }
        String line = "losslab: building " + module + elapsed + " s so far, about " + Math.max(left, 1) + " s left";
        if (terminal) {
            out.print("\r\033[K" + line);
            out.flush();
        } else if (!module.equals(lastModule)) {
            out.println(line);
        }
        lastModule = module;
    }

    private void clearLine() {
        if (terminal) {
            out.print("\r\033[K");
            out.flush();
        }
    }

    /** What the last build of this scope took, or what it took where this was written. */
    private int expectedSeconds() throws IOException {
        Path last = state.resolve(scope.file("seconds"));
        int seconds =
                Files.exists(last) ? Integer.parseInt(Files.readString(last).strip()) : scope.seconds;
        return isFirstContact() ? seconds + 120 : seconds;
    }

    private boolean isFirstContact() {
        return !Files.isDirectory(
                Path.of(environment.getOrDefault("HOME", "")).resolve(".m2/repository/io/quarkus/quarkus-core"));
    }

    private static void checkMaven(String program) throws Failure, IOException, InterruptedException {
        String said;
        try {
            Process process =
                    new ProcessBuilder(program, "-v").redirectErrorStream(true).start();
            process.getOutputStream().close();
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
        } catch (IOException e) {
            throw new Failure("no Maven found to build with; install Maven 3.8.6 or newer (or set MVN to it)");
        }
        Matcher version = MAVEN_VERSION.matcher(said);
        if (!version.find()) {
            throw new Failure("cannot tell the version of " + program + "; Maven 3.8.6 or newer is needed to build");
        }
        int patch = version.group(3) == null ? 0 : Integer.parseInt(version.group(3));
        int number =
                Integer.parseInt(version.group(1)) * 1_000_000 + Integer.parseInt(version.group(2)) * 1_000 + patch;
        if (number < 3_008_006) {
            throw new Failure(program + " is Maven " + version.group().substring("Apache Maven ".length())
                    + "; 3.8.6 or newer is needed to build (or set MVN to one)");
        }
    }

    /** Ends the Maven that is at work: the build was interrupted. */
    private void stop() {
        if (done) {
            return;
        }
        stopping = true;
        Process running = maven;
        if (running != null) {
            running.destroy();
            try {
                if (!running.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
                Files.deleteIfExists(note);
                Files.deleteIfExists(state.resolve("building"));
            } catch (IOException | InterruptedException e) {
                out.println("losslab: " + e);
            }
        }
        clearLine();
        out.println("losslab: the build was interrupted; the next start takes it up again");
    }
}
