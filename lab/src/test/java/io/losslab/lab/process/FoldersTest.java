package io.losslab.lab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
    @TempDir
    private Path dir;

    @Test
    void deletesEverythingButFollowsNoLink() throws IOException {
        Path outside = Files.createDirectories(dir.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "x");
        Path folder = Files.createDirectories(dir.resolve("folder/sub"));
        Files.createSymbolicLink(folder.resolve("link"), outside);

        Folders.delete(dir.resolve("folder"));
        Folders.delete(dir.resolve("folder"));

        assertThat(dir.resolve("folder")).doesNotExist();
        assertThat(outside.resolve("precious")).exists();
    }

    @Test
    void aDiskThatIsTooFullIsNamedWithWhatIsNeeded() {
        assertThatThrownBy(() -> Folders.requireFree(dir.resolve("not/there/yet"), Long.MAX_VALUE))
                .isInstanceOf(LabException.Environment.class)
                .hasMessageContaining("not/there/yet")
                .hasMessageContaining("MiB free")
                .hasMessageContaining("8,796,093,022,207 MiB are needed");
    }

    @Test
    void secretsAreForTheirOwnerOnly() throws IOException {
        Path file = dir.resolve("secret");
        Files.writeString(file, "older");
        Folders.writePrivate(file, "password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).hasContent("password");
    }
}
