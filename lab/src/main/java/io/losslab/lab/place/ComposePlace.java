package io.losslab.lab.place;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.losslab.lab.LabException;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * The brokers of {@code deploy/}, in containers of a Compose project of the run's own, on free ports of 127.0.0.1; the
 * services run as everywhere, as processes of the lab. A lab that is killed leaves the project behind; it is named in the
 * run's folder.
 */
public final class ComposePlace implements Place {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final List<String> PORTS = List.of("KAFKA_PORT", "KAFKA_2_PORT", "KAFKA_3_PORT");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

    private final LabHome home;
    private final List<String> docker;

    public ComposePlace(LabHome home) {
        this(home, List.of("docker"));
    }

    ComposePlace(LabHome home, List<String> docker) {
        this.home = home;
        this.docker = docker;
    }

    @Override
    public String name() {
        return "compose";
    }

    @Override
    public Optional<String> refusal(Capability wanted) {
        return wanted == Capability.CONFIGURE_BROKERS
                ? Optional.empty()
                : Optional.of("cannot be done to brokers in containers; run without --place");
    }

    @Override
    public Cluster start(ClusterSpec spec, Path workDir) {
        if (spec.brokers() != 1 && spec.brokers() != PORTS.size()) {
            throw new LabException.BadInput("cluster.brokers is " + spec.brokers()
                    + "; the compose files have 1 broker (compose.yaml) or 3 (compose.cluster.yaml)");
        }
        spec.requirePlain("the place of compose files");
        BrokerConfig.check(spec.config());
        home.brokerAgent();
        List<Integer> ports = freePorts();
        List<Path> files = new ArrayList<>(List.of(home.root().resolve("deploy").resolve("compose.yaml")));
        if (spec.brokers() > 1) {
            files.add(home.root().resolve("deploy").resolve("cluster.yaml"));
        }
        files.add(override(spec, workDir));
        String name = "losslab-run-"
                + Uuid.randomUuid().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        ComposeProject project =
                new ComposeProject(docker, name, files, environment(ports), workDir.resolve("compose.log"));
        project.requireCompose();
        try {
            project.up(services(spec), START_TIMEOUT);
            String servers = String.join(
                    ",",
                    ports.stream()
                            .limit(spec.brokers())
                            .map(port -> "127.0.0.1:" + port)
                            .toList());
            Cluster connected =
                    new AnyClusterPlace(servers, null).start(new ClusterSpec(spec.brokers(), Map.of()), workDir);
            return new ComposeCluster(connected, project);
        } catch (RuntimeException e) {
            ComposeCluster.end(project);
            throw e;
        }
    }

    private static List<String> services(ClusterSpec spec) {
        return IntStream.rangeClosed(1, spec.brokers())
                .mapToObj(i -> "kafka-" + i)
                .toList();
    }

    private static Map<String, String> environment(List<Integer> ports) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (int i = 0; i < PORTS.size(); i++) {
            environment.put(PORTS.get(i), Integer.toString(ports.get(i)));
        }
        // the files ask for it, though Grafana is not started
        environment.put("GRAFANA_PASSWORD", Uuid.randomUuid().toString());
        return environment;
    }

    /** The experiment's broker settings, as the variables that Kafka's image turns into them. */
    private static Path override(ClusterSpec spec, Path workDir) {
        Map<String, Object> services = new TreeMap<>();
        Map<String, String> environment = new TreeMap<>();
        environment.put("LOSSLAB", "run");
        // Compose reads a dollar sign as the beginning of a variable's name
        spec.config().forEach((key, value) -> environment.put(variable(key), value.replace("$", "$$")));
        services(spec).forEach(service -> services.put(service, Map.of("restart", "no", "environment", environment)));
        Path file = workDir.toAbsolutePath().resolve("compose.override.yaml");
        try {
            return Files.write(file, YAML.writeValueAsBytes(Map.of("services", services)));
        } catch (IOException e) {
            throw new LabException.Environment("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Kafka's image reads {@code _} as a dot, {@code __} as {@code _} and {@code ___} as a dash. */
    static String variable(String setting) {
        return "KAFKA_"
                + setting.replace("_", "__")
                        .replace("-", "___")
                        .replace(".", "_")
                        .toUpperCase(Locale.ROOT);
    }

    private static List<Integer> freePorts() {
        try {
            return Ports.free(PORTS.size());
        } catch (IOException e) {
            throw new LabException.Environment("no free port on 127.0.0.1 for the brokers: " + e.getMessage(), e);
        }
    }
}
