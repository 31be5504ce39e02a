package io.losslab.lab.place;

import io.losslab.lab.LabException;
import io.losslab.lab.process.LogTail;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One project of {@code docker compose}: what it is told, in a process each, whose words go to a file. */
final class ComposeProject {
    private final List<String> docker;
    private final String name;
    private final List<Path> files;
    private final Map<String, String> environment;
    private final Path log;

    /**
     * @param docker the command, {@code docker} but for tests
     * @param files compose files, each over the one before
     * @param environment what the files ask for
     * @param log where Compose's words go
     */
    ComposeProject(List<String> docker, String name, List<Path> files, Map<String, String> environment, Path log) {
        this.docker = docker;
        this.name = name;
        this.files = files;
        this.environment = environment;
        this.log = log;
    }

    /** @throws LabException.Environment when there is no Compose, or no daemon answers */
    void requireCompose() {
        require("`docker compose version` does not work here", List.of("compose", "version"));
        require("no Docker daemon answers here", List.of("info"));
    }

    private void require(String otherwise, List<String> words) {
        List<String> command = new ArrayList<>(docker);
        command.addAll(words);
        if (run(command, Duration.ofSeconds(20)) != 0) {
            throw new LabException.Environment(
                    otherwise + ", and --place compose needs Docker with Compose v2; it said: "
                            + LogTail.lastError(log).orElse("nothing") + " (log: " + log + ")");
        }
    }

    /** Builds what is missing, starts these services and waits until they are healthy. */
    void up(List<String> services, Duration atMost) {
        List<String> words = new ArrayList<>(
                List.of("up", "-d", "--build", "--wait", "--wait-timeout", Long.toString(atMost.toSeconds())));
        words.addAll(services);
        if (compose(words, atMost.plusSeconds(120)) != 0) {
            throw new LabException.Environment("docker compose up failed: "
                    + LogTail.lastError(log).orElse("it said nothing") + " (log: " + log + ")");
        }
    }

    /** Ends and removes everything of the project, volumes included; whether that is done. */
    boolean down() {
        return compose(List.of("down", "-v", "--remove-orphans", "-t", "1"), Duration.ofSeconds(60)) == 0;
    }

    /** What a user would type to do the same by hand. */
    String downCommand() {
        return "docker compose -p " + name + " down -v";
    }

    private int compose(List<String> words, Duration atMost) {
        List<String> command = new ArrayList<>(docker);
        command.addAll(List.of("compose", "-p", name));
        files.forEach(file -> command.addAll(List.of("-f", file.toString())));
        command.addAll(words);
        return run(command, atMost);
    }

    private int run(List<String> words, Duration atMost) {
        // Ctrl-C is the lab's to answer: down comes afterwards, and must not be hit by it
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "losslab"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try {
                if (process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
                    return process.exitValue();
                }
                process.destroyForcibly();
                return -1;
            } catch (InterruptedException e) {
                process.destroy();
                throw e;
            }
        } catch (IOException e) {
            throw new LabException.Environment("cannot start " + words.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException.Environment("interrupted while waiting for docker compose", e);
        }
    }
}
