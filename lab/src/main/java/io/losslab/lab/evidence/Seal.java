package io.losslab.lab.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.folder.EvidenceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says of each evidence file how long it was, and what its SHA-256 was, when its writer had closed it: {@code files} of
 * {@code run.json}. {@code seal} there is the SHA-256 of all else in that file. Finds what was changed, removed or added
 * by accident or by hand; it is no signature: who can write {@code run.json} can seal anew.
 *
 * <p>Not sealed: what is no evidence, such as the services' own logs and the brokers' data, which may live on.
 */
public final class Seal {
    static final String FILES = "files";
    static final String SEAL = "seal";

    private static final int SHOWN_DIGITS = 12;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** @param sha256 in lower-case hex */
    public record FileSeal(long bytes, String sha256) {
        @Override
        public String toString() {
            return bytes + " bytes, SHA-256 " + sha256.substring(0, Math.min(SHOWN_DIGITS, sha256.length()));
        }
    }

    private Seal() {}

    /** Every evidence file of a run as it is now, by its path within the folder, with {@code /}. */
    public static Map<String, FileSeal> of(Path runDir) throws IOException {
        Map<String, FileSeal> seals = new TreeMap<>();
        for (Map.Entry<String, Path> file : files(runDir).entrySet()) {
            seals.put(file.getKey(), new FileSeal(Files.size(file.getValue()), sha256(file.getValue())));
        }
        return seals;
    }

    /** A single file as it is now. */
    public static FileSeal ofFile(Path file) throws IOException {
        return new FileSeal(Files.size(file), sha256(file));
    }

    /** Adds the seals to {@code run.json}; every other writer must be done. */
    static void close(Path runDir) throws IOException {
        Path file = runDir.resolve(EvidenceFiles.RUN);
        ObjectNode facts = (ObjectNode) JSON.readTree(file.toFile());
        close(facts, of(runDir));
        JSON.writeValue(file.toFile(), facts);
    }

    /**
     * Adds the seals of files, and of all else in the document, to a document.
     *
     * @param document as it was read: what was built has nodes that a parser would not make
     */
    public static void close(ObjectNode document, Map<String, FileSeal> files) throws IOException {
        ObjectNode node = document.putObject(FILES);
        files.forEach(
                (path, seal) -> node.putObject(path).put("bytes", seal.bytes()).put("sha256", seal.sha256()));
        document.remove(SEAL);
        document.put(SEAL, contentHash(document));
    }

    public static boolean isSealed(JsonNode document) {
        return document.path(FILES).isObject() && document.has(SEAL);
    }

    /**
     * What is not as it was sealed, a line each that begins with the file.
     *
     * @throws IOException when the folder is there, and cannot be read
     */
    public static List<String> holes(Path runDir) throws IOException {
        JsonNode facts;
        try {
            facts = JSON.readTree(Files.readAllBytes(runDir.resolve(EvidenceFiles.RUN)));
        } catch (NoSuchFileException e) {
            return List.of(EvidenceFiles.RUN + ": missing: was removed after the run, or the run did not end");
        } catch (JsonProcessingException e) {
            return List.of(EvidenceFiles.RUN + ": changed after the run: is not JSON any more");
        }
        if (!(facts instanceof ObjectNode object) || !isSealed(facts)) {
            return List.of(EvidenceFiles.RUN + ": is not sealed");
        }
        return holes(EvidenceFiles.RUN, object, of(runDir));
    }

    /**
     * What is not as a document says, a line each.
     *
     * @param name of the document
     * @param document that is sealed
     * @param found the files of which it should speak, as they are now
     */
    public static List<String> holes(String name, ObjectNode document, Map<String, FileSeal> found) throws IOException {
        List<String> holes = new ArrayList<>();
        ObjectNode content = document.deepCopy();
        content.remove(SEAL);
        if (!contentHash(content).equals(document.path(SEAL).asText())) {
            holes.add(name + ": changed after the run: its seal does not hold");
        }
        Map<String, FileSeal> now = new TreeMap<>(found);
        document.path(FILES).fields().forEachRemaining(file -> {
            FileSeal sealed = new FileSeal(
                    file.getValue().path("bytes").asLong(-1),
                    file.getValue().path("sha256").asText());
            FileSeal current = now.remove(file.getKey());
            if (current == null) {
                holes.add(file.getKey() + ": missing: was removed after the run");
            } else if (!current.equals(sealed)) {
                holes.add(file.getKey() + ": changed after the run: is " + current + ", was " + sealed);
            }
        });
        now.forEach((path, seal) -> holes.add(path + ": added after the run: " + seal));
        return holes;
    }

    private static String contentHash(ObjectNode facts) throws IOException {
        return HexFormat.of().formatHex(digest().digest(new ObjectMapper().writeValueAsBytes(facts)));
    }

    /** The evidence files of a run, by their path within the folder, with {@code /}. */
    public static Map<String, Path> files(Path runDir) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        Files.walkFileTree(runDir, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                boolean processes = runDir.equals(dir.getParent()) && name(dir).matches("(broker|controller)-[0-9]+");
                return processes ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                boolean top = runDir.equals(file.getParent());
                boolean evidence =
                        !top || !name(file).endsWith(".log") && !name(file).equals(EvidenceFiles.RUN);
                if (evidence && !name(file).startsWith(".")) {
                    files.put(runDir.relativize(file).toString().replace('\\', '/'), file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
