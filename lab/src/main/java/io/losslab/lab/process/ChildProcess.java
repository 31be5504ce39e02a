package io.losslab.lab.process;

import io.losslab.lab.LabException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that the lab started: its output goes to a file, its end is noticed and explained. Signals that a terminal
 * sends to all processes at once (Ctrl-C, hang-up) do not reach it: the lab ends its children itself, in order.
 * Thread-safe.
 */
public final class ChildProcess {
    /** Variables of the user's shell that would reconfigure a child behind the experiment's back. */
    private static final List<String> FOREIGN_VARIABLES = List.of("KAFKA_", "QUARKUS_", "MP_", "SMALLRYE_", "LOSSLAB_");

    /** Another {@code java} for the children than the lab's own: tests have one whose clock is ahead. */
    static final String JAVA = "losslab.java";

    private static final int SIGKILLED = 128 + 9;
    /** What people, and systems that shut down, end processes with; these had time, but their last words are no reason. */
    private static final Map<Integer, String> REQUESTS =
            Map.of(128 + 1, "SIGHUP", 128 + 2, "SIGINT", 128 + 15, "SIGTERM");

    private final String name;
    private final Path logFile;
    /** Where its words begin: the file may hold those of an earlier process. */
    private final long logFrom;

    private final Process process;
    private final Duration patience;
    private final LabSession session;
    private volatile boolean endWanted;
    private volatile boolean paused;

    private ChildProcess(
            String name, Path logFile, long logFrom, Process process, Duration patience, LabSession session) {
        this.name = name;
        this.logFile = logFile;
        this.logFrom = logFrom;
        this.process = process;
        this.patience = patience;
        this.session = session;
    }

    /**
     * @param arguments of {@code java}: options, main class, its arguments; no secrets, since every user of the machine
     *     can read them
     * @param patience how long it may take to end after SIGTERM before SIGKILL; zero for SIGKILL at once
     */
    public static ChildProcess start(
            LabSession session, String name, Path workDir, Path logFile, Duration patience, List<String> arguments) {
        return start(session, name, workDir, logFile, patience, arguments, false);
    }

    /**
     * One whose standard output is for {@link #output}; only its standard error goes to the file. SIGKILL ends it.
     *
     * @param arguments as for {@link #start}
     */
    public static ChildProcess startPiped(
            LabSession session, String name, Path workDir, Path errorFile, List<String> arguments) {
        return start(session, name, workDir, errorFile, Duration.ZERO, arguments, true);
    }

    private static ChildProcess start(
            LabSession session,
            String name,
            Path workDir,
            Path logFile,
            Duration patience,
            List<String> arguments,
            boolean piped) {
        List<String> command = new ArrayList<>();
        // ignored signals stay ignored after exec, and a JVM leaves alone what it finds ignored
        command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "losslab"));
        command.add(System.getProperty(
                JAVA, Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.add(session.marker());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workDir.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(!piped);
        ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(logFile.toFile());
        if (piped) {
            builder.redirectError(log);
        } else {
            builder.redirectOutput(log);
        }
        builder.environment().keySet().removeIf(key -> FOREIGN_VARIABLES.stream()
                .anyMatch(key::startsWith));
        long logFrom = logFile.toFile().length();
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new LabException.Environment("cannot start " + name + ": " + e.getMessage(), e);
        }
        ChildProcess child = new ChildProcess(name, logFile, logFrom, process, patience, session);
        session.adopt(child);
        return child;
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    public Path logFile() {
        return logFile;
    }

    /** Of one that was started piped: what it says on standard output. */
    public InputStream output() {
        return process.getInputStream();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end; empty when it is still running after the time. */
    public Optional<Integer> awaitExit(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)
                ? Optional.of(process.exitValue())
                : Optional.empty();
    }

    /** Whether it is the lab that ends it. */
    boolean isEndWanted() {
        return endWanted;
    }

    /** Gives a process that may be dying the time for it, and returns as soon as it is gone. */
    void awaitExitAtMost(Duration atMost) {
        Waiting.uninterruptibly(() -> process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Why it is gone, if nobody here wanted that: exit code and the last error of its log, in one line. */
    public Optional<String> failure() {
        if (endWanted || process.isAlive()) {
            return Optional.empty();
        }
        int code = process.exitValue();
        String how;
        if (code == SIGKILLED) {
            // its last words tell nothing: it had no time for any
            how = "was ended by signal 9 (by somebody, or by the system for want of memory)";
        } else if (REQUESTS.containsKey(code)) {
            how = "was ended by " + REQUESTS.get(code) + " (signal " + (code - 128) + ", by somebody else; exit code "
                    + code + ")";
        } else {
            how = (code > 128 && code < 160 ? "was ended by signal " + (code - 128) : "ended with exit code " + code)
                    + lastError().map(line -> ": " + line).orElse("");
        }
        return Optional.of(name + " (pid " + pid() + ") " + how + " (log: " + logFile + ")");
    }

    /** What it said last of all, errors before the rest. */
    Optional<String> lastError() {
        return LogTail.lastError(logFile, logFrom);
    }

    /** Its words so far, or the last of them. */
    public List<String> words() {
        return LogTail.lines(logFile, logFrom);
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        endWanted = true;
        process.destroyForcibly();
        Waiting.uninterruptibly(() -> process.waitFor(10, TimeUnit.SECONDS));
        session.release(this);
    }

    /** SIGTERM where it is given time to end, without waiting; {@link #end} waits. */
    public void askToEnd() {
        endWanted = true;
        if (!patience.isZero()) {
            process.destroy();
        } else {
            process.destroyForcibly();
        }
    }

    /** SIGTERM, then SIGKILL when it takes longer than its patience; returns when it is gone. */
    public void end() {
        askToEnd();
        if (paused) {
            resume(); // a stopped process does not hear SIGTERM
        }
        Waiting.uninterruptibly(() -> process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS));
        kill();
    }

    /** From now on its end is no failure, whoever brings it about. */
    public void mayEnd() {
        endWanted = true;
    }

    /**
     * Lets no file of it grow beyond this size: a write that would fails, as on a full disk. Its soft limit only, so that
     * it can be lifted again.
     *
     * @param bytes negative for no limit
     * @throws LabException.Environment when {@code prlimit} is not there or refuses
     */
    public void limitFileSize(long bytes) {
        String limit = bytes < 0 ? "unlimited" : Long.toString(bytes);
        run(List.of("prlimit", "--pid", Long.toString(pid()), "--fsize=" + limit + ":"), "limit the files of " + name);
    }

    /** SIGSTOP: it keeps its memory, files and connections, and does nothing. */
    public void pause() {
        signal("STOP");
        paused = true;
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
        paused = false;
    }

    private void signal(String signal) {
        if (!process.isAlive()) {
            return;
        }
        run(List.of("kill", "-" + signal, Long.toString(pid())), "send SIG" + signal + " to " + name);
    }

    private void run(List<String> command, String purpose) {
        try {
            Process tool = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean done = Waiting.uninterruptibly(() -> tool.waitFor(5, TimeUnit.SECONDS));
            if (process.isAlive() && !(done && tool.exitValue() == 0)) {
                throw new LabException.Environment("cannot " + purpose + ": " + command.get(0) + " failed");
            }
        } catch (IOException e) {
            throw new LabException.Environment("cannot " + purpose + ": " + e.getMessage(), e);
        }
    }
}
