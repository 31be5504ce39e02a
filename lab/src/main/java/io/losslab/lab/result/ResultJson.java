package io.losslab.lab.result;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.folder.ResultFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** How results are written: the same content gives the same bytes, on every machine. */
public final class ResultJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter WRITER =
            JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    private static final int MAX_SHOWN = 80;

    private ResultJson() {}

    static byte[] bytes(JsonNode node) throws IOException {
        return WRITER.writeValueAsBytes(node);
    }

    static ObjectNode tree(Object document) {
        return JSON.valueToTree(document);
    }

    /** The document as somebody reads it who has only its text. */
    static JsonNode parsed(JsonNode node) throws IOException {
        return JSON.readTree(bytes(node));
    }

    /** Whole or not at all. */
    public static void write(Path file, JsonNode node) throws IOException {
        ResultFolder.writeWhole(file, bytes(node));
    }

    /**
     * @throws IOException when it is not there, or no JSON object; the message names the file
     */
    static ObjectNode read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is missing");
        }
        try {
            return parsed(Files.readAllBytes(file));
        } catch (NotAnObjectException e) {
            throw new IOException(file + " " + e.getMessage(), e);
        }
    }

    /**
     * @throws NotAnObjectException when it is no JSON object
     */
    static ObjectNode parsed(byte[] bytes) throws IOException {
        try {
            if (JSON.readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new NotAnObjectException("is not JSON: " + e.getOriginalMessage());
        }
        throw new NotAnObjectException("does not hold a JSON object");
    }

    /** What was read is no JSON object; the message goes on after the file's name. */
    static final class NotAnObjectException extends IOException {
        private static final long serialVersionUID = 1L;

        private NotAnObjectException(String message) {
            super(message);
        }
    }

    /** Where two documents differ first, and how; empty when they do not. */
    static Optional<String> firstDifference(JsonNode stored, JsonNode now) {
        return firstDifference("", stored, now);
    }

    private static Optional<String> firstDifference(String path, JsonNode stored, JsonNode now) {
        if (stored.isObject() && now.isObject()) {
            for (Iterator<Map.Entry<String, JsonNode>> fields = now.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                Optional<String> difference =
                        firstDifference(below(path, field.getKey()), stored.path(field.getKey()), field.getValue());
                if (difference.isPresent()) {
                    return difference;
                }
            }
            for (Iterator<String> names = stored.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!now.has(name)) {
                    return firstDifference(below(path, name), stored.path(name), now.path(name));
                }
            }
            return Optional.empty();
        }
        if (stored.isArray() && now.isArray()) {
            for (int i = 0; i < Math.max(stored.size(), now.size()); i++) {
                Optional<String> difference = firstDifference(path + "[" + i + "]", stored.path(i), now.path(i));
                if (difference.isPresent()) {
                    return difference;
                }
            }
            return Optional.empty();
        }
        return stored.equals(now)
                ? Optional.empty()
                : Optional.of(path + ": was " + shown(stored) + ", is " + shown(now));
    }

    private static String below(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "absent" : node.toString();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}
