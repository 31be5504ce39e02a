package io.losslab.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, in a project of its own, with a Maven that only notes when it began and ended. */
class LosslabScriptTest {
    private static final String MAVEN = """
            #!/bin/sh
            case "$1" in -v) echo "Apache Maven 3.9.9 (test)"; exit 0;; esac
            echo "begin $$" >>"%1$s/calls"
            while [ -e "%1$s/hold" ]; do sleep 0.05; done
            mkdir -p "%1$s/lab/target/libs"
            : >"%1$s/lab/target/losslab-lab-1.jar"
            echo "end $$" >>"%1$s/calls"
            """;

    private static final String BUILD = "lab/src/main/java/io/losslab/lab/build/";

    @TempDir
    private Path root;

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void aProject() throws IOException {
        Path script = Path.of("..").toAbsolutePath().normalize().resolve("losslab");
        Files.copy(script, root.resolve("losslab"), StandardCopyOption.COPY_ATTRIBUTES);
        write("pom.xml", "<project><modules><module>ledger</module><module>lab</module></modules></project>");
        write("ledger/pom.xml", "<project/>");
        write("lab/pom.xml", "<project><artifactId>losslab-ledger</artifactId></project>");
        for (String file : List.of("Build.java", "Modules.java")) {
            write(BUILD + file, Files.readString(Path.of("..").resolve(BUILD + file)));
        }
        Files.createFile(root.resolve("calls"));
        Files.writeString(root.resolve("mvn"), MAVEN.formatted(root));
        Files.setPosixFilePermissions(root.resolve("mvn"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void endAll() throws IOException {
        Files.deleteIfExists(root.resolve("hold")); // the Maven of a test that failed ends by itself
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void theNextStartWaitsForTheMavenOfABuildThatWasKilled() throws Exception {
        Path hold = Files.createFile(root.resolve("hold"));
        Process killed = start("list");
        await(() -> calls().size() == 1);
        ProcessHandle build = killed.children().findFirst().orElseThrow();
        killed.destroyForcibly().waitFor();
        assertThat(build.destroyForcibly()).isTrue();

        Process next = start("list");
        await(() -> words().contains("of a losslab that was killed is still building; waiting for it"));
        assertThat(calls()).as("one Maven").hasSize(1);
        Files.delete(hold);

        assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(calls())
                .hasSize(4)
                .extracting(call -> call.split(" ")[0])
                .containsExactly("begin", "end", "begin", "end");
        try (var left = Files.list(root.resolve(".losslab/build"))) {
            assertThat(left.map(file -> file.getFileName().toString())).doesNotContain("building", "maven");
        }
    }

    @Test
    void theNextStartTakesWhatAScriptThatWasKilledHasBuilt() throws Exception {
        Path hold = Files.createFile(root.resolve("hold"));
        Process killed = start("list");
        await(() -> calls().size() == 1);
        killed.destroyForcibly().waitFor();

        Process next = start("list");
        await(() -> words().contains("is building; waiting for it"));
        Files.delete(hold);

        assertThat(next.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(calls()).hasSize(2);
    }

    @Test
    void aSignalToTheScriptAloneEndsItsMaven() throws Exception {
        Files.createFile(root.resolve("hold"));
        Process script = start("list");
        await(() -> calls().size() == 1);
        ProcessHandle maven =
                ProcessHandle.of(Long.parseLong(calls().get(0).split(" ")[1])).orElseThrow();

        script.destroy(); // SIGTERM

        assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(143);
        await(() -> !maven.isAlive());
        assertThat(words()).contains("the build was interrupted; the next start takes it up again");
        assertThat(root.resolve(".losslab/build/lab.stamp")).doesNotExist();
    }

    @Test
    void aMavenThatFailsIsSaidWithItsLastWords() throws Exception {
        Files.writeString(root.resolve("mvn"), """
                #!/bin/sh
                case "$1" in -v) echo "Apache Maven 3.9.9 (test)"; exit 0;; esac
                echo "[ERROR] no such thing"; exit 1
                """);
        Process script = start("list");

        assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(3);
        assertThat(words())
                .contains("    [ERROR] no such thing", "losslab: the build failed (exit code 1); all of it: ");
    }

    @Test
    void aMavenThatIsTooOldIsRefused() throws Exception {
        Files.writeString(root.resolve("mvn"), "#!/bin/sh\necho 'Apache Maven 3.6.3 (test)'\n");
        Process script = start("list");

        assertThat(script.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(script.exitValue()).isEqualTo(3);
        assertThat(words()).contains("is Maven 3.6.3; 3.8.6 or newer is needed to build (or set MVN to one)");
    }

    @Test
    void twoStartsAtOnceBuildOnce() throws Exception {
        Path hold = Files.createFile(root.resolve("hold"));
        Process first = start("list");
        await(() -> calls().size() == 1);
        Process second = start("list");
        await(() -> words().contains("is building; waiting for it"));
        Files.delete(hold);

        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(calls()).hasSize(2);
    }

    @Test
    void whatABuildIsReplacingIsNotStarted() throws Exception {
        start("list").waitFor(60, TimeUnit.SECONDS);
        assertThat(calls()).hasSize(2);
        Path hold = Files.createFile(root.resolve("hold"));
        write("lab/pom.xml", "<project><artifactId>losslab-ledger</artifactId><!-- newer --></project>");
        Process build = start("list");
        await(() -> calls().size() == 3);
        Files.createDirectories(root.resolve("lab/target/libs")); // as Maven does, before it has copied all

        Process other = start("list");
        await(() -> words().contains("is building; waiting for it"));
        Files.delete(hold);

        assertThat(build.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(calls()).hasSize(4);
    }

    /** It ends with an error of Java's, since what this Maven builds is an empty jar. */
    private Process start(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(root.resolve("losslab").toString(), command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(root.resolve("words").toFile()));
        builder.environment().put("MVN", root.resolve("mvn").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(root.resolve("calls"));
    }

    private String words() throws IOException {
        return Files.readString(root.resolve("words"));
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
    }
}
