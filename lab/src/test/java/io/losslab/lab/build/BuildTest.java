package io.losslab.lab.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be built, and when. That it is built once, by one, and ended: LosslabScriptTest. */
class BuildTest {
    @TempDir
    private Path root;

    @Test
    void thisProjectSaysItself() throws Exception {
        Modules modules = Modules.of(Path.of("..").toAbsolutePath().normalize());

        assertThat(modules.apps()).contains("load-producer", "fast-consumer", "slow-consumer");
        assertThat(modules.withThoseTheyNeed(modules.toRun()))
                .contains(
                        "ledger",
                        "contract",
                        "broker",
                        "app-base",
                        "lab",
                        "load-producer",
                        "fast-consumer",
                        "slow-consumer")
                .doesNotContain("bench", "observability", "app-test");
        assertThat(modules.withThoseTheyNeed(List.of("lab")))
                .contains("ledger", "lab")
                .doesNotContain("app-base", "broker");
    }

    @Test
    void aModuleThatAPomNamesInACommentOrAProfileIsNotNeeded() throws Exception {
        write("pom.xml", "<modules><module>a</module><!-- <module>gone</module> --><module>lab</module></modules>");
        write("a/pom.xml", "");
        write(
                "lab/pom.xml",
                "<!-- <artifactId>losslab-a</artifactId> --><profiles><artifactId>losslab-a</artifactId></profiles>");

        assertThat(Modules.of(root).withThoseTheyNeed(List.of("lab"))).containsExactly("lab");
    }

    @Test
    void whyThereIsSomethingToBuild() throws Exception {
        Instant began = Instant.parse("2026-01-01T00:00:00Z");
        Build build =
                new Build(root, Build.Scope.LAB, Map.of(), new PrintStream(OutputStream.nullOutputStream()), false);
        assertThat(build.why()).contains("first build");

        Path source = write("lab/src/main/java/A.java", "");
        Path made = write("lab/target/losslab-lab-1.jar", "");
        write(".losslab/build/lab.inputs", root.resolve("lab/src/main") + "\n");
        write(".losslab/build/lab.outputs", made + "\n");
        Files.setLastModifiedTime(write(".losslab/build/lab.stamp", ""), FileTime.from(began));
        old(began, source, source.getParent(), root.resolve("lab/src/main"));
        assertThat(build.why()).isEmpty();

        Files.setLastModifiedTime(source, FileTime.from(began.plusSeconds(1)));
        assertThat(build.why()).contains("the sources are newer than the build");
        old(began, source);

        Files.delete(made);
        assertThat(build.why()).contains("parts of the build are missing");
    }

    @Test
    void halfACheckoutIsSaidInOneLine() throws Exception {
        write("pom.xml", "<modules><module>lab</module></modules>");

        assertThatThrownBy(() -> Modules.of(root))
                .isInstanceOf(Build.Failure.class)
                .hasMessage("no " + root.resolve("lab/pom.xml") + "; is this a whole checkout?");
    }

    private static void old(Instant began, Path... files) throws Exception {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(began.minusSeconds(1)));
        }
    }

    private Path write(String file, String text) throws Exception {
        Files.createDirectories(root.resolve(file).getParent());
        return Files.writeString(root.resolve(file), text);
    }
}
