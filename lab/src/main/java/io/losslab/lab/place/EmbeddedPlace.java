package io.losslab.lab.place;

import io.losslab.lab.LabException;
import io.losslab.lab.process.Folders;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** Real Kafka brokers as child processes of the lab, on 127.0.0.1, for as long as the run lasts. */
public final class EmbeddedPlace implements Place {
    private static final int MAX_BROKERS = 9;
    /** A run of the largest built-in experiment writes well below this. */
    private static final long NEEDED_BYTES = 2L << 30;

    private static final int ATTEMPTS = 3;
    /** Loads fast, small in memory; the compiler is left alone, since a broker under load wants the best code. */
    private static final List<String> JVM_OF_A_BROKER = List.of("-Xmx512m", "-XX:+UseSerialGC", "-Xshare:auto");

    private final LabHome home;
    private final LabSession session;
    private final OptionalInt port;

    /** Brokers on free ports. */
    public EmbeddedPlace(LabHome home, LabSession session) {
        this(home, session, OptionalInt.empty());
    }

    /**
     * @param port of the one broker; empty for a free one
     */
    public EmbeddedPlace(LabHome home, LabSession session, OptionalInt port) {
        this.home = home;
        this.session = session;
        this.port = port;
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public Optional<String> refusal(Capability wanted) {
        return wanted == Capability.FILL_BROKER_DISK && !hasTool("prlimit")
                ? Optional.of("needs prlimit (of util-linux, on Linux), which is not on the path")
                : Optional.empty();
    }

    private static boolean hasTool(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, name)));
    }

    @Override
    public Cluster start(ClusterSpec spec, Path workDir) {
        if (spec.brokers() < 1 || spec.brokers() > MAX_BROKERS || (port.isPresent() && spec.brokers() > 1)) {
            throw new LabException.BadInput("cluster.brokers is " + spec.brokers() + "; the embedded place runs 1 to "
                    + (port.isPresent() ? 1 : MAX_BROKERS) + " brokers");
        }
        BrokerConfig.check(spec.config());
        Path libs = home.brokerLibs();
        Folders.requireFree(workDir, NEEDED_BYTES);
        for (int attempt = 1; ; attempt++) {
            EmbeddedCluster cluster = null;
            try {
                cluster = launch(spec, workDir.toAbsolutePath(), libs);
                cluster.awaitReady(spec.config().keySet());
                return cluster;
            } catch (EmbeddedCluster.PortTaken e) {
                cluster.close();
                if (port.isPresent() && !Ports.isFree(port.getAsInt())) {
                    throw taken(port.getAsInt(), e);
                }
                if (attempt == ATTEMPTS) {
                    throw new LabException.Environment(e.getMessage(), e);
                }
            } catch (RuntimeException e) {
                if (cluster != null) {
                    cluster.close();
                }
                throw e;
            }
        }
    }

    private EmbeddedCluster launch(ClusterSpec spec, Path workDir, Path libs) {
        String clusterId = Uuid.randomUuid().toString();
        String classPath = libs.resolve("*").toString();
        KafkaTool kafka = new KafkaTool(classPath, session);
        StorageFormat format = new StorageFormat(clusterId, spec.features(), kafka);
        Links links = spec.links() ? new Links() : null;
        EmbeddedCluster cluster = new EmbeddedCluster(home.brokerVersion(), clusterId, links, session);
        try {
            List<BrokerConfig> configs = BrokerConfig.of(spec, workDir, ports(BrokerConfig.portsOf(spec)), links);
            for (BrokerConfig config : configs) {
                Path data = BrokerProcess.removableDir(config.folder());
                Folders.delete(data);
                cluster.remove(data);
                config.write();
            }
            format.format(configs);
            for (BrokerConfig config : configs) {
                List<String> arguments = new ArrayList<>(JVM_OF_A_BROKER);
                arguments.addAll(List.of(
                        BrokerConfig.loggingArgument(config.folder()),
                        "-cp",
                        classPath,
                        "kafka.Kafka",
                        config.file().toString()));
                BrokerProcess process = new BrokerProcess(config, arguments, format, kafka, session);
                process.start();
                cluster.add(process);
            }
            return cluster;
        } catch (IOException e) {
            cluster.close();
            throw new LabException.Environment("cannot write to " + workDir + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Free ports, all different; the first is the chosen one, if one was chosen. */
    private int[] ports(int count) {
        try {
            List<Integer> ports = new ArrayList<>(Ports.free(count));
            if (port.isPresent()) {
                ports.remove(Integer.valueOf(port.getAsInt())); // it was free, and so may be among them
                ports.add(0, port.getAsInt());
            }
            return ports.stream().limit(count).mapToInt(Integer::intValue).toArray();
        } catch (IOException e) {
            throw new LabException.Environment("no free port on 127.0.0.1 for the broker: " + e.getMessage(), e);
        }
    }

    private static LabException taken(int port, Exception cause) {
        return new LabException.Environment(
                "port " + port + " on 127.0.0.1 is taken by another program; free it or choose another", cause);
    }
}
