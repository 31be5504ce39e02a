package io.losslab.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an app that is none, so that its misbehaviour can be chosen. */
class AppProcessTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path dir;

    private Path workDir;
    private LabSession session;

    @BeforeEach
    void open() throws IOException {
        workDir = Files.createDirectories(dir.resolve("a folder, with a comma"));
        session = new ProcessRegistry(dir.resolve("state")).open(ProcessRegistry.Kind.RUN, "test", line -> {});
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void itsSecretsAreInAPrivateFileThatGoesWithIt() throws Exception {
        AppProcess app = start(Map.of("kafka.sasl.jaas.config", "sesame"));
        app.awaitReady(SOON);

        assertThat(app.url().toString()).startsWith("http://127.0.0.1:");
        assertThat(app.get("/status").path("secret").asText()).isEqualTo("sesame");
        assertThat(ProcessHandle.of(app.pid())
                        .orElseThrow()
                        .info()
                        .commandLine()
                        .orElse(""))
                .contains("quarkus.config.locations")
                .doesNotContain("sesame");
        Path config = workDir.resolve("app-config").resolve("application.properties");
        assertThat(Files.getPosixFilePermissions(config)).hasSize(2);
        assertThat(Files.getPosixFilePermissions(config.getParent())).hasSize(3);
        assertThat(Path.of(app.get("/tmpdir").path("dir").asText()))
                .isDirectory()
                .hasParent(config.getParent());

        app.stop();
        assertThat(app.isAlive()).isFalse();
        assertThat(app.failure()).isEmpty();
        assertThat(config.getParent()).doesNotExist();
    }

    @Test
    void problemsBecomeOneLine() {
        AppProcess app = start(Map.of());
        app.awaitReady(SOON);

        assertThatThrownBy(() -> app.get("/start/0"))
                .isInstanceOf(LabException.BadInput.class)
                .hasMessage("app: GET /start/0: tps is 0; allowed: 1 to 10");
        assertThatThrownBy(() -> app.put("/broken"))
                .isInstanceOf(LabException.Environment.class)
                .hasMessage("app: PUT /broken: status 500");
        app.kill();
        assertThat(app.failure()).isEmpty();
        assertThatThrownBy(() -> app.get("/status")).isInstanceOf(LabException.Environment.class);
    }

    @Test
    void anAppThatDiesAtItsStartIsExplained() {
        AppProcess app = start(Map.of("fail", "no broker is configured"));
        assertThatThrownBy(() -> app.awaitReady(SOON))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageStartingWith("app (pid " + app.pid() + ") ended with exit code 1: ")
                .hasMessageContaining("no broker is configured")
                .hasMessageContaining("app.log");
    }

    @Test
    void anAppThatIsNeverReadyIsGivenUp() {
        AppProcess app = start(Map.of("ready.status", "503"));
        assertThatThrownBy(() -> app.awaitReady(Duration.ofSeconds(1)))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageContaining("app was not ready within 1 s");
    }

    @Test
    void nobodyWaitsForAnAppThatCannotBecomeReadyBecauseTheClusterIsGone() {
        AppProcess app = start(Map.of("ready.status", "503"));
        Optional<String> gone = Optional.of("broker-1 ended with exit code 1");
        assertThatThrownBy(() -> app.awaitReady(SOON, () -> gone))
                .isInstanceOf(LabException.Environment.class)
                .hasMessage("broker-1 ended with exit code 1");
    }

    @Test
    void anAppThatIsKilledFromOutsideIsNoticedAndAPausedOneCanBeStopped() {
        AppProcess app = start(Map.of());
        app.awaitReady(SOON);
        ProcessHandle.of(app.pid()).orElseThrow().destroyForcibly();
        await().untilAsserted(() -> assertThat(app.failure())
                .hasValueSatisfying(line -> assertThat(line).contains("was ended by signal 9")));

        AppProcess asked = start(Map.of());
        asked.awaitReady(SOON);
        ProcessHandle.of(asked.pid()).orElseThrow().destroy();
        await().untilAsserted(() -> assertThat(asked.failure()).hasValueSatisfying(line -> assertThat(line)
                .contains("was ended by SIGTERM (signal 15, by somebody else; exit code 143) (log: ")));

        AppProcess paused = start(Map.of());
        paused.awaitReady(SOON);
        paused.pause();
        paused.stop();
        assertThat(paused.isAlive()).isFalse();
    }

    @Test
    void closingTheSessionEndsWhatIsStillThere() {
        AppProcess app = start(Map.of());
        session.close();
        assertThat(app.isAlive()).isFalse();
        assertThat(workDir.resolve("app-config")).doesNotExist();
        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the lab is ending");
    }

    private AppProcess start(Map<String, String> config) {
        return AppProcess.start(new AppSpec("app", jar(), config, workDir, 64), session);
    }

    /** A jar that only points to the test classes. */
    private Path jar() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeApp.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        FakeApp.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString());
        Path jar = dir.resolve("fake.jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return jar;
    }
}
