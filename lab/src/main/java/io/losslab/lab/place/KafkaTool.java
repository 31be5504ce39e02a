package io.losslab.lab.place;

import io.losslab.lab.LabException;
import io.losslab.lab.process.ChildProcess;
import io.losslab.lab.process.LabSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Kafka's own command line tools, from the same jars as the brokers, each run in a JVM of its own. */
final class KafkaTool {
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);
    private static final List<String> JVM =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final String classPath;
    private final LabSession session;

    KafkaTool(String classPath, LabSession session) {
        this.classPath = classPath;
        this.session = session;
    }

    /**
     * Starts a tool without waiting for it; SIGKILL ends it.
     *
     * @param options further ones of the JVM
     * @param logFile what it says on standard output and standard error is appended to it
     */
    ChildProcess start(
            String name, Path workDir, Path logFile, List<String> options, String mainClass, List<String> arguments) {
        return ChildProcess.start(
                session, name, workDir, logFile, Duration.ZERO, command(options, mainClass, arguments));
    }

    /**
     * Runs a tool to its end.
     *
     * @param errorFile what it says on standard error is appended to it
     * @param lines takes each line of its standard output as it comes
     * @throws LabException.Environment when it does not end with exit code 0, or when this thread is interrupted
     */
    void read(
            String name,
            Path workDir,
            Path errorFile,
            String mainClass,
            List<String> arguments,
            Consumer<String> lines) {
        ChildProcess tool =
                ChildProcess.startPiped(session, name, workDir, errorFile, command(List.of(), mainClass, arguments));
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(tool.output(), StandardCharsets.UTF_8), 1 << 16)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new LabException.Environment("interrupted while " + name + " ran");
                }
                lines.accept(line);
            }
            int code = tool.awaitExit(LAST_WORDS).orElse(-1);
            if (code != 0) {
                throw new LabException.Environment(
                        tool.failure().orElse(name + " did not end (log: " + errorFile + ")"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted while " + name + " ran", e);
        } catch (IOException e) {
            throw new LabException.Environment(name + " cannot be read: " + e.getMessage(), e);
        } finally {
            tool.kill();
        }
    }

    private List<String> command(List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(JVM);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(arguments);
        return command;
    }
}
