package io.losslab.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.losslab.app.LedgerFolder;
import io.losslab.app.LossLabConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerFolderTest {
    @TempDir
    private Path home;

    @Test
    void theDefaultIsTheUsersAndForNobodyElse() throws IOException {
        Path dir = LedgerFolder.of(config("user.home", home.toString(), "java.io.tmpdir", "/somewhere/else"));

        assertThat(dir).isEqualTo(home.resolve(".local/state/losslab/ledger"));
        for (Path made = dir; !made.equals(home); made = made.getParent()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .as(made.toString())
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void theUsersFolderForStateIsRespected() throws IOException {
        assertThat(LedgerFolder.of(config("xdg.state.home", home.toString())))
                .isEqualTo(home.resolve("losslab/ledger"));
    }

    @Test
    void aFolderThatIsThereStaysAsItIs() throws IOException {
        Path shared = Files.createDirectory(home.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));

        assertThat(LedgerFolder.of(config("losslab.ledger.dir", shared.toString())))
                .isEqualTo(shared);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rwxrwx---");
    }

    private static LossLabConfig config(String... properties) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultInterceptors().withMapping(LossLabConfig.class);
        for (int i = 0; i < properties.length; i += 2) {
            builder.withDefaultValue(properties[i], properties[i + 1]);
        }
        return builder.build().getConfigMapping(LossLabConfig.class);
    }
}
