package io.losslab.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a process keeps its ledgers. */
public final class LedgerFolder {
    private LedgerFolder() {}

    /**
     * The folder of the configuration. What of its path is missing is made for its owner only: who could write there
     * could swap the evidence. A folder that is there stays as it is; whoever made it knows who is to read it.
     */
    public static Path of(LossLabConfig config) throws IOException {
        Path dir = config.ledger().dir().toAbsolutePath();
        if (Files.isDirectory(dir)) {
            return dir;
        }
        return dir.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? Files.createDirectories(
                        dir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                : Files.createDirectories(dir);
    }
}
