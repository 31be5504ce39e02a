package io.losslab.lab.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.losslab.contract.service.ServiceCatalogue;
import io.losslab.contract.service.ServiceDescriptor;
import io.losslab.lab.LabException;
import io.losslab.lab.Suggestion;
import io.losslab.ledger.payload.PayloadFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Turns a file, and what {@code --set} changes in it, into a spec. The JSON Schema is the authority on what is allowed;
 * its complaints are translated into one line: where, what, what is allowed.
 */
public final class ExperimentLoader {
    private static final String SCHEMA = "/experiments/experiment.schema.json";

    private final JsonNode schemaDocument;
    private final JsonSchema schema;

    public ExperimentLoader() {
        try (InputStream in = ExperimentLoader.class.getResourceAsStream(SCHEMA)) {
            schemaDocument = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        schemaDocument,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .build());
    }

    /**
     * @param sets {@code key=value}, applied in order
     * @throws LabException.BadInput one line: where, what, what is allowed
     */
    public ExperimentSpec load(YamlDocument document, List<String> sets) {
        ObjectNode root = document.root().deepCopy();
        validate(document, root); // first the file alone, so that its errors are shown at their line
        if (!sets.isEmpty()) {
            for (String set : sets) {
                apply(root, set);
            }
            validate(new YamlDocument("--set", root, Map.of()), root);
        }
        ExperimentSpec spec = resolve(document, root);
        if (spec.vary().isEmpty()) {
            // with variants, those that Kafka refuses are left out
            ClientConflicts.of(spec)
                    .ifPresent(conflict -> requireSettings(document, conflict.path(), Optional.of(conflict.text())));
        }
        JsonNode settings = spec.vary().get(Variant.SETTINGS);
        if (settings != null
                && !(settings.isObject()
                        && StreamSupport.stream(settings.spliterator(), false).allMatch(JsonNode::isObject))) {
            throw new LabException.BadInput(document.locate("/vary/settings")
                    + ": vary.settings: allowed: names, and for each of them values by their paths, such as"
                    + " {safe: {load.producer.acks: all, topic.replicationFactor: 3}}");
        }
        refuse(document, ValueRules.ofVaried(spec));
        refuse(document, PromiseRules.problem(spec));
        return spec;
    }

    /** The same document with some values replaced, for variants. */
    ExperimentSpec vary(ExperimentSpec spec, Map<String, JsonNode> values) {
        ObjectNode root = spec.document().deepCopy();
        values.forEach((path, value) -> put(root, path, value, "vary"));
        YamlDocument document = new YamlDocument("vary", root, Map.of());
        validate(document, root);
        return resolve(document, root);
    }

    private ExperimentSpec resolve(YamlDocument document, ObjectNode root) {
        ExperimentSpec spec;
        try {
            spec = ExperimentSpec.of(root);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new LabException.BadInput(document.where() + ": " + e.getMessage(), e);
        }
        try {
            PayloadFormat.requireValueBytes(spec.load().valueBytes());
        } catch (IllegalArgumentException e) {
            throw new LabException.BadInput(document.locate("/load/valueBytes") + ": load." + e.getMessage(), e);
        }
        if (spec.load().duration().isZero()) {
            throw new LabException.BadInput(
                    document.locate("/load/duration") + ": load.duration must be longer than 0");
        }
        if (spec.topic().replicationFactor() > spec.cluster().brokers()) {
            throw new LabException.BadInput(document.locate("/topic/replicationFactor") + ": topic.replicationFactor "
                    + spec.topic().replicationFactor() + " is more than cluster.brokers "
                    + spec.cluster().brokers());
        }
        refuse(document, ChannelRules.problem(spec));
        refuse(document, ReservedSettings.problem(spec));
        requireSettings(
                document,
                "topic.config",
                KafkaSettings.problemOfTopic(spec.topic().config()));
        requireSettings(
                document,
                "load.producer",
                KafkaSettings.problemOfProducer(spec.load().producer()));
        spec.consumers()
                .forEach((name, consumer) -> requireSettings(
                        document, "consumers." + name + ".config", KafkaSettings.problemOfConsumer(consumer.config())));
        Set<String> groups = new java.util.HashSet<>();
        spec.consumers().forEach((name, consumer) -> {
            if (!groups.add(consumer.group())) {
                throw new LabException.BadInput(document.locate("/consumers/" + name) + ": consumers." + name
                        + " has the group '" + consumer.group() + "' of another one; give it a group of its own");
            }
            consumer.notUnderstood().ifPresent(key -> {
                throw new LabException.BadInput(
                        document.locate("/consumers/" + name + "/" + key) + ": consumers." + name
                                + "." + key + ": " + consumer.app() + " does not understand it; "
                                + ServiceCatalogue.consumers().stream()
                                        .filter(service -> service.understands(key))
                                        .map(ServiceDescriptor::name)
                                        .collect(Collectors.joining(", "))
                                + " does");
            });
        });
        spec.consumers().forEach((name, consumer) -> {
            if (consumer.deadLetters() != null) {
                requireSettings(
                        document,
                        "consumers." + name + ".deadLetters.config",
                        KafkaSettings.problemOfTopic(consumer.deadLetters().config()));
            }
        });
        refuse(document, FaultRules.problem(spec));
        for (String name : spec.expect().keySet()) {
            if (!spec.consumers().containsKey(name)) {
                throw new LabException.BadInput(document.locate("/expect/" + name) + ": expect." + name
                        + ": no such consumer; allowed: "
                        + String.join(", ", spec.consumers().keySet()));
            }
        }
        return spec;
    }

    private static void refuse(YamlDocument document, Optional<FaultRules.Problem> found) {
        found.ifPresent(problem -> {
            throw new LabException.BadInput(document.locate(problem.pointer()) + ": " + problem.text());
        });
    }

    private static void requireSettings(YamlDocument document, String path, Optional<String> problem) {
        problem.ifPresent(text -> {
            throw new LabException.BadInput(document.locate("/" + path.replace('.', '/')) + ": " + path + ": " + text);
        });
    }

    private void apply(ObjectNode root, String set) {
        int equals = set.indexOf('=');
        if (equals <= 0) {
            throw new LabException.BadInput("--set " + set + ": expected key=value, such as load.tps=1000");
        }
        String key = set.substring(0, equals).strip();
        String text = set.substring(equals + 1);
        JsonNode value;
        try {
            StrictYaml.require("--set " + key, text);
            value = YamlDocument.YAML.readTree(text);
        } catch (YAMLException e) {
            throw new LabException.BadInput("--set " + set + ": the value is not YAML: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new LabException.BadInput("--set " + set + ": the value is not YAML: " + e.getOriginalMessage(), e);
        }
        if (value == null || value.isMissingNode() || value.isNull()) {
            throw new LabException.BadInput("--set " + set + ": no value");
        }
        put(root, key, value, "--set");
    }

    /**
     * Sets a value by a path with dots. Below a free-form mapping (a Kafka configuration) the rest of the path is one
     * key, dots and all: {@code topic.config.retention.bytes}. In a list the key is the place, from 0: {@code
     * faults.0.times}.
     */
    private void put(ObjectNode root, String path, JsonNode value, String option) {
        JsonNode at = root;
        JsonNode rules = schemaDocument;
        String rest = path;
        while (true) {
            rules = deref(rules);
            JsonNode properties = rules.path("properties");
            JsonNode additional = rules.path("additionalProperties");
            boolean freeForm = properties.isMissingNode() && additional.isObject();
            boolean scalars =
                    freeForm && !deref(additional).path("type").asText().equals("object");
            int dot = scalars ? -1 : rest.indexOf('.');
            String key = dot < 0 ? rest : rest.substring(0, dot);
            if (at instanceof ArrayNode list) {
                requireIndex(list, key, option + " " + path);
            } else if (!freeForm && !properties.has(key)) {
                throw new LabException.BadInput(option + " " + path + ": unknown key '" + key + "'"
                        + (rest.equals(path) ? "" : " in " + path.substring(0, path.length() - rest.length() - 1))
                        + "; allowed: " + names(properties) + didYouMean(key, properties));
            }
            if (dot < 0) {
                if (at instanceof ArrayNode list) {
                    list.set(Integer.parseInt(key), value);
                } else {
                    ((ObjectNode) at).set(key, value);
                }
                return;
            }
            JsonNode child = at instanceof ArrayNode list ? list.get(Integer.parseInt(key)) : at.get(key);
            if (child == null) {
                child = ((ObjectNode) at).putObject(key);
            }
            if (!child.isContainerNode()) {
                throw new LabException.BadInput(
                        option + " " + path + ": '" + key + "' is a value and has no keys below it");
            }
            rules = at.isArray() ? rules.path("items") : freeForm ? additional : properties.get(key);
            at = child;
            rest = rest.substring(dot + 1);
        }
    }

    private static void requireIndex(ArrayNode list, String key, String where) {
        if (!key.matches("[0-9]{1,3}") || Integer.parseInt(key) >= list.size()) {
            throw new LabException.BadInput(where + ": '" + key + "' is no place in the list; "
                    + (list.isEmpty() ? "it is empty" : "allowed: 0 to " + (list.size() - 1)));
        }
    }

    private void validate(YamlDocument document, JsonNode root) {
        refuse(document, ValueRules.ofText(root));
        List<ValidationMessage> messages = new ArrayList<>(schema.validate(root));
        if (messages.isEmpty()) {
            refuse(document, ValueRules.ofQuantities(root, schemaDocument, this::rulesAt));
            return;
        }
        // An 'anyOf' says the same thing several times; the deepest complaint is the plainest.
        messages.sort(
                Comparator.comparing((ValidationMessage m) -> m.getType().equals("additionalProperties") ? 0 : 1));
        throw new LabException.BadInput(describe(document, root, messages.get(0)));
    }

    private String describe(YamlDocument document, JsonNode root, ValidationMessage message) {
        String pointer = message.getInstanceLocation().toString();
        String path = dotted(pointer);
        JsonNode value = root.at(pointer);
        JsonNode rules = rulesAt(pointer);
        String at = document.locate(pointer);
        switch (message.getType()) {
            case "additionalProperties" -> {
                String key = message.getProperty();
                JsonNode properties = rules.path("properties");
                return document.locate(pointer + "/" + YamlDocument.escape(key)) + ": unknown key '"
                        + (path.isEmpty() ? key : path + "." + key) + "'; allowed: " + names(properties)
                        + didYouMean(key, properties);
            }
            case "required" -> {
                return at + ": " + (path.isEmpty() ? "the experiment" : path) + " lacks the key '"
                        + message.getProperty() + "'"
                        + meaning(rules.path("properties").path(message.getProperty()));
            }
            default -> {
                String shown = value.isValueNode() ? "'" + value.asText() + "'" : shortened(value);
                return at + ": " + path + ": " + shown + " is not allowed; " + allowed(rules, message);
            }
        }
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return "'" + (text.length() > 60 ? text.substring(0, 60) + "..." : text) + "'";
    }

    private String allowed(JsonNode rules, ValidationMessage message) {
        if (rules.has("enum")) {
            StringJoiner values = new StringJoiner(", ");
            rules.get("enum").forEach(v -> values.add(v.asText()));
            return "allowed: " + values;
        }
        if (rules.has("minimum") || rules.has("maximum")) {
            return "allowed: a whole number from " + rules.path("minimum").asText("any") + " to "
                    + rules.path("maximum").asText("any");
        }
        String description = rules.path("description").asText("");
        if (!description.isEmpty()) {
            return "allowed: " + description;
        }
        return rules.has("type")
                ? "allowed: a value of type " + rules.get("type").asText()
                : message.getMessage();
    }

    private String meaning(JsonNode rules) {
        String description = deref(rules).path("description").asText("");
        return description.isEmpty() ? "" : ": " + description;
    }

    /** What the schema says of a place; of a referenced definition, not of the reference. */
    private JsonNode rulesAt(String pointer) {
        JsonNode rules = deref(schemaDocument);
        for (String step : pointer.split("/")) {
            if (step.isEmpty()) {
                continue;
            }
            String key = step.replace("~1", "/").replace("~0", "~");
            if (rules.path("properties").has(key)) {
                rules = rules.get("properties").get(key);
            } else if (rules.path("additionalProperties").isObject()) {
                rules = rules.get("additionalProperties");
            } else if (rules.has("items")) {
                rules = rules.get("items");
            }
            rules = deref(rules);
        }
        return rules;
    }

    private JsonNode deref(JsonNode rules) {
        String ref = rules.path("$ref").asText("");
        return ref.startsWith("#/") ? schemaDocument.at(ref.substring(1)) : rules;
    }

    private static String names(JsonNode properties) {
        StringJoiner names = new StringJoiner(", ");
        properties.fieldNames().forEachRemaining(names::add);
        return names.toString();
    }

    private static String didYouMean(String key, JsonNode properties) {
        List<String> names = new ArrayList<>();
        properties.fieldNames().forEachRemaining(names::add);
        return Suggestion.didYouMean(key, names);
    }

    static String dotted(String pointer) {
        StringJoiner path = new StringJoiner(".");
        for (String step : pointer.split("/")) {
            if (!step.isEmpty()) {
                path.add(step.replace("~1", "/").replace("~0", "~"));
            }
        }
        return path.toString();
    }
}
