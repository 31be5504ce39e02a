package io.losslab.lab.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.losslab.lab.LabException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A YAML file as a tree, with the line and column of every value, so that an error can be pointed at.
 *
 * @param where what to call it in messages: a path, or {@code experiment NAME}
 * @param marks by JSON pointer
 */
public record YamlDocument(String where, ObjectNode root, Map<String, Mark> marks) {
    static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    /**
     * @throws LabException.BadInput with line and column when it is no YAML, or no mapping
     */
    public static YamlDocument parse(String where, String text) {
        Map<String, Mark> marks = new HashMap<>();
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            StrictYaml.require(where, text);
            Node node = new Yaml(options).compose(new StringReader(text));
            if (node != null) {
                collect(node, "", marks);
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            throw new LabException.BadInput(
                    where + position(mark) + ": not YAML: " + oneLine(e.getProblem() + context(e)), e);
        } catch (org.yaml.snakeyaml.error.YAMLException e) {
            throw new LabException.BadInput(where + ": not YAML: " + oneLine(e.getMessage()), e);
        }
        try {
            JsonNode root = YAML.readTree(text);
            if (!(root instanceof ObjectNode object)) {
                throw new LabException.BadInput(where
                        + ": not an experiment: expected a mapping with name, title, load and consumers at the top");
            }
            return new YamlDocument(where, object, marks);
        } catch (JsonProcessingException e) {
            throw new LabException.BadInput(
                    where + ":" + e.getLocation().getLineNr() + ":"
                            + e.getLocation().getColumnNr() + ": not YAML: " + oneLine(e.getOriginalMessage()),
                    e);
        }
    }

    /** {@code file:line:column} of a value or, when it has none of its own, of what it stands in. */
    String locate(String pointer) {
        for (String at = pointer; ; at = at.substring(0, at.lastIndexOf('/'))) {
            Mark mark = marks.get(at);
            if (mark != null && !at.isEmpty()) {
                return where + position(mark);
            }
            if (at.isEmpty()) {
                return where;
            }
        }
    }

    private static String position(Mark mark) {
        return mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    private static String context(MarkedYAMLException e) {
        return e.getContext() == null ? "" : " (" + e.getContext() + ")";
    }

    private static String oneLine(@Nullable String text) {
        return text == null
                ? "no reason given"
                : text.lines().findFirst().orElse("").strip();
    }

    private static void collect(Node node, String pointer, Map<String, Mark> marks) {
        marks.putIfAbsent(pointer, node.getStartMark());
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    String child = pointer + "/" + escape(key.getValue());
                    marks.put(child, key.getStartMark());
                    collect(tuple.getValueNode(), child, marks);
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            int i = 0;
            for (Node item : sequence.getValue()) {
                collect(item, pointer + "/" + i++, marks);
            }
        }
    }

    static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
