package io.losslab.lab.process;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the project's built parts lie, and where the lab keeps what outlives one run.
 *
 * @param root the project's root folder, absolute
 */
public record LabHome(Path root) {
    public LabHome {
        root = root.toAbsolutePath().normalize();
    }

    /**
     * State of the lab: the registry of what it started, build logs, the data of {@code up}. Never versioned. In the project,
     * or, where that is another user's or read-only, in the home of this one: a folder for each project.
     */
    public Path stateDir() {
        Path own = root.resolve(".losslab");
        if (!Files.exists(root) || Files.isWritable(Files.exists(own) ? own : root)) {
            return own;
        }
        String project = root.getFileName() + "-" + Integer.toHexString(root.hashCode());
        return Path.of(System.getProperty("user.home"), ".losslab", project);
    }

    public ProcessRegistry registry() {
        return new ProcessRegistry(stateDir());
    }

    /** The jars of the Kafka server. */
    public Path brokerLibs() {
        Path libs = root.resolve("broker").resolve("target").resolve("libs");
        if (!Files.isDirectory(libs)) {
            throw notBuilt("the Kafka broker", libs);
        }
        return libs;
    }

    /** The agent that the broker's image is built with. */
    public Path brokerAgent() {
        Path agent = root.resolve("observability/target/jmx-exporter/jmx_prometheus_javaagent.jar");
        if (!Files.isRegularFile(agent)) {
            throw new LabException.Environment(
                    "the agent of the broker's image is missing: " + agent + "; `mvn package -DskipTests` fetches it");
        }
        return agent;
    }

    /** The version of the broker in {@link #brokerLibs()}, told by the name of its jar. */
    public String brokerVersion() {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(brokerLibs(), "kafka-server-common-*.jar")) {
            for (Path jar : jars) {
                String name = jar.getFileName().toString();
                return name.substring("kafka-server-common-".length(), name.length() - ".jar".length());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw notBuilt("the Kafka broker", brokerLibs());
    }

    /** The runnable jar of an app, {@code MODULE/target/quarkus-app/quarkus-run.jar}. */
    public Path appJar(String module) {
        Path jar = root.resolve(module).resolve("target").resolve("quarkus-app").resolve("quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw notBuilt(module, jar);
        }
        return jar;
    }

    private static LabException.Environment notBuilt(String what, Path missing) {
        return new LabException.Environment(
                what + " is not built: " + missing + " is missing; start the lab by ./losslab, which builds it");
    }
}
