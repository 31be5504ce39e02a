package io.losslab.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.losslab.lab.place.SecuredBroker;
import io.losslab.lab.process.LabHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The command, as a process of its own, on a cluster with TLS, SCRAM and an authorizer, with the rights that
 * docs/any-cluster.md names and no other: those of the page are what is tested here.
 */
class SecuredClusterIT {
    private static final LabHome HOME =
            new LabHome(Path.of("..").toAbsolutePath().normalize());
    private static final Path PAGE = HOME.root().resolve("docs/any-cluster.md");
    private static final String NEEDED = "The rights that a run needs";
    private static final String MORE = "Rights that tell more";
    private static final String USER = "losslab";
    private static final String[] TRANSACTIONS = {
        "aborted-transactions",
        "--set",
        "load.duration=3s",
        "--set",
        "consumers.uncommitted.group=fast-consumer-group",
        "--set",
        "consumers.committed.group=slow-consumer-group"
    };
    private static final String[] DATA_LOSS = {
        "data-loss", "--set", "load.duration=5s", "--set", "drain.awaitRetention=false"
    };
    /** No file that may hold a secret is larger; ledgers are. */
    private static final long SMALL = 1 << 20;

    @TempDir
    static Path dir;

    private static final String PASSWORD = "secret-" + Uuid.randomUuid();
    private static SecuredBroker broker;
    private static Path commandConfig;
    private static DocumentedRights needed;
    private static DocumentedRights more;

    private int runs;

    /** What a run left: its exit code, its words, and where its results are. */
    private record Ended(int code, List<String> out, List<String> err, Path results) {}

    @BeforeAll
    static void startSecuredCluster() throws Exception {
        needed = DocumentedRights.read(PAGE, NEEDED);
        more = DocumentedRights.read(PAGE, MORE);
        broker = new SecuredBroker(HOME, Files.createDirectory(dir.resolve("cluster")));
        broker.addUser(USER, PASSWORD);
        commandConfig = broker.commandConfig(dir.resolve("client.properties"), USER, PASSWORD);
        give(needed);
    }

    /** By Kafka's own tool, as the page says. */
    private static void give(DocumentedRights rights) throws Exception {
        for (List<String> command : rights.commands()) {
            List<String> arguments = new ArrayList<>(command);
            arguments.set(arguments.indexOf("--bootstrap-server") + 1, broker.adminServers());
            int config = arguments.indexOf("--command-config");
            arguments.subList(config, config + 2).clear();
            new KafkaTools(HOME).acls(arguments);
        }
    }

    @AfterAll
    static void stopSecuredCluster() throws IOException {
        if (broker != null) {
            broker.close();
            assertThat(Files.readString(broker.logFile())).doesNotContain(PASSWORD);
        }
    }

    @AfterEach
    void nothingIsLeftOnTheCluster() throws Exception {
        assertThat(broker.admin()
                        .listTopics(new ListTopicsOptions().listInternal(true))
                        .names()
                        .get())
                .allMatch(name -> name.startsWith("__"));
        assertThat(broker.admin().listGroups().all().get()).isEmpty();
    }

    @Test
    void theCommandsOfThePageGiveTheRightsOfItsTables() throws Exception {
        assertThat(acls())
                .containsExactlyInAnyOrderElementsOf(needed.rows().stream()
                        .map(DocumentedRights.Row::binding)
                        .toList())
                .hasSize(9);
    }

    private static Collection<AclBinding> acls() throws Exception {
        return broker.admin().describeAcls(AclBindingFilter.ANY).values().get();
    }

    @Test
    void withTheRightsThatItNeedsAndNoOtherTheLossIsFoundAndThePasswordIsNowhere() throws Exception {
        Ended run = run(DATA_LOSS);

        assertThat(run.code()).as(run.toString()).isZero();
        JsonNode result = result(run);
        assertThat(result.path("verdict").asText()).isEqualTo("EXPECTED");
        JsonNode slow = result.path("runs").path(0).path("groups").path("slow-consumer-group");
        assertThat(slow.path("lost").asLong()).isPositive();
        assertThat(run.err()).noneMatch(line -> line.contains("could not be"));
        try (Stream<Path> files = Files.walk(run.results())) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> holds(file, PASSWORD)))
                    .isEmpty();
        }
    }

    @Test
    void transactionsNeedTheTransactionalIdAndWithTheRightsThatTellMoreNothingIsUnknown() throws Exception {
        give(more);
        try {
            assertThat(acls())
                    .containsAll(more.rows().stream()
                            .map(DocumentedRights.Row::binding)
                            .toList())
                    .hasSize(needed.rows().size() + more.rows().size());

            List<String> arguments = new ArrayList<>(List.of(TRANSACTIONS));
            arguments.addAll(List.of("--set", "drain.awaitRetention=true")); // asks how often the brokers check
            Ended run = run(arguments.toArray(String[]::new));

            assertThat(run.code()).as(run.toString()).isZero();
            JsonNode stored = result(run).path("runs").path(0);
            assertThat(stored.path("warnings").toString()).doesNotContain("does not tell");
            Path evidence =
                    run.results().resolve("evidence/" + stored.path("runId").asText());
            JsonNode facts =
                    new ObjectMapper().readTree(evidence.resolve("run.json").toFile());
            assertThat(facts.path("noGroupOffsets").isNull())
                    .as(facts.toString())
                    .isTrue();
            assertThat(Files.readAllLines(evidence.resolve("group-offsets.csv")))
                    .hasSizeGreaterThan(2);
            assertThat(Files.readAllLines(evidence.resolve("partitions.csv")))
                    .as("sizes are known")
                    .noneMatch(line -> line.endsWith(",-1"));
        } finally {
            broker.admin()
                    .deleteAcls(more.rows().stream()
                            .map(row -> row.binding().toFilter())
                            .toList())
                    .all()
                    .get();
        }
    }

    static List<DocumentedRights.Row> neededRows() throws IOException {
        return DocumentedRights.read(PAGE, NEEDED).rows();
    }

    @ParameterizedTest
    @MethodSource("neededRows")
    void withOneRightLessTheRunNamesItAndMakesNothing(DocumentedRights.Row row) throws Exception {
        broker.admin().deleteAcls(List.of(row.binding().toFilter())).all().get();
        try {
            Ended run = run(TRANSACTIONS);

            assertThat(run.code()).as(run.toString()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).singleElement().asString().contains("does not give this login " + row.text() + ";");
            assertThat(run.results()).doesNotExist();
        } finally {
            broker.admin().createAcls(List.of(row.binding())).all().get();
        }
    }

    @Test
    void aWrongPasswordIsOneLineWithoutIt() throws Exception {
        Path wrong = broker.commandConfig(dir.resolve("wrong.properties"), USER, PASSWORD + "x");

        Ended run = run(wrong, DATA_LOSS);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("refused the login")
                .doesNotContain(PASSWORD);
        assertThat(run.results()).doesNotExist();
    }

    private static JsonNode result(Ended run) throws IOException {
        return new ObjectMapper().readTree(run.results().resolve("result.json").toFile());
    }

    private Ended run(String... arguments) throws Exception {
        return run(commandConfig, arguments);
    }

    /** Looks for the password wherever others could see it, for as long as the run is on. */
    private Ended run(Path config, String... arguments) throws Exception {
        Path home = Files.createTempDirectory(dir, "run-" + ++runs);
        Path results = home.resolve("results");
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlosslab.root=" + HOME.root(),
                "-cp",
                Path.of("target", "classes") + ":" + Path.of("target", "libs", "*"),
                "io.losslab.lab.cli.Main",
                "run"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--quiet", "--out", results.toString()));
        command.addAll(List.of("--bootstrap-servers", broker.bootstrapServers()));
        command.addAll(List.of("--command-config", config.toString()));
        Process lab = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        Set<String> seen = new TreeSet<>();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
            while (!lab.waitFor(500, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline) {
                seen.addAll(whereOthersCanRead(results));
            }
            assertThat(lab.isAlive()).as("it is still running").isFalse();
        } finally {
            lab.destroyForcibly();
        }
        assertThat(seen).as("where the password was to be seen").isEmpty();
        assertThat(HOME.registry().entries()).noneMatch(entry -> entry.ownerPid() == lab.pid());
        assertThat(Files.readString(out) + Files.readString(err)).doesNotContain(PASSWORD);
        return new Ended(lab.exitValue(), Files.readAllLines(out), Files.readAllLines(err), results);
    }

    /** In command lines and environments of all processes, and in files that not only their owner can read. */
    private static Set<String> whereOthersCanRead(Path results) {
        Set<String> found = new TreeSet<>();
        Path proc = Path.of("/proc");
        if (Files.isDirectory(proc)) {
            for (Path process : list(proc)) {
                if (process.getFileName().toString().matches("\\d+")) {
                    Stream.of("cmdline", "environ")
                            .map(process::resolve)
                            .filter(file -> holds(file, PASSWORD))
                            .forEach(file -> found.add(file.toString()));
                }
            }
        }
        try (Stream<Path> files = Files.exists(results) ? Files.walk(results) : Stream.empty()) {
            for (Path file : files.collect(Collectors.toList())) {
                if (Files.isRegularFile(file) && Files.size(file) < SMALL && holds(file, PASSWORD)) {
                    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
                    if (allowed.stream().anyMatch(p -> !p.name().startsWith("OWNER"))) {
                        found.add(file.toString());
                    }
                }
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // a file that is gone tells nobody anything
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false; // a process that has ended, or is not ours
        }
    }
}
