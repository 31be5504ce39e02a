package io.losslab.lab.process;

import io.losslab.lab.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/** Folders and files the lab makes and unmakes. */
public final class Folders {
    private Folders() {}

    /** Removes the folder and all in it, without following links; one that is not there is fine. */
    public static void delete(Path folder) {
        try {
            deleteOnce(folder);
        } catch (IOException first) {
            // a process that is just dying may still have added a file: the second look finds all of them
            try {
                deleteOnce(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void deleteOnce(Path folder) throws IOException {
        if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failure) throws IOException {
                if (failure != null && !(failure instanceof NoSuchFileException)) {
                    throw failure;
                }
                Files.deleteIfExists(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Fails in one line when the file system of a folder has less than so much room.
     *
     * @param folder the folder, or one whose nearest existing parent is asked
     */
    public static void requireFree(Path folder, long neededBytes) {
        Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing == null ? folder : existing).getUsableSpace();
            if (free < neededBytes) {
                throw new LabException.Environment("the disk of " + folder + " has " + mebibytes(free)
                        + " MiB free, " + mebibytes(neededBytes)
                        + " MiB are needed; free some space, or choose another place by --out DIR");
            }
        } catch (IOException e) {
            throw new LabException.Environment(
                    "cannot tell how much space is free at " + folder + ": " + e.getMessage(), e);
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes >> 20);
    }

    /** Lets nobody but its owner into a folder. */
    static void makePrivate(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** What a file system says, in words: the usual messages are nothing but a path. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be written by this user";
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Writes a file that only its owner may read, from its first byte on. */
    public static void writePrivate(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, content, StandardOpenOption.WRITE);
        } else {
            Files.writeString(file, content, StandardOpenOption.CREATE_NEW);
        }
    }
}
