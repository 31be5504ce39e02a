package io.losslab.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A section of docs/any-cluster.md: the rights of its table, and the commands that are to give exactly these.
 *
 * @param rows one a right
 * @param commands the arguments of {@code kafka-acls.sh}, as they stand there
 */
record DocumentedRights(List<Row> rows, List<List<String>> commands) {
    static final String PRINCIPAL = "User:losslab";

    /** A right, as its row has it. */
    record Row(String operation, String type, String name) {
        /** As the lab names it when it is missing. */
        String text() {
            return operation + " on " + type + " " + name + (name.endsWith("-") ? "*" : "");
        }

        AclBinding binding() {
            ResourceType resource = ResourceType.fromString(type.replace('-', '_'));
            PatternType pattern = name.endsWith("-") ? PatternType.PREFIXED : PatternType.LITERAL;
            // the one name of Kafka's of two words without a sign between them
            AclOperation allowed = operation.equals("DescribeConfigs")
                    ? AclOperation.DESCRIBE_CONFIGS
                    : AclOperation.fromString(operation.toUpperCase(Locale.ROOT));
            return new AclBinding(
                    new ResourcePattern(resource, name, pattern),
                    new AccessControlEntry(PRINCIPAL, "*", allowed, AclPermissionType.ALLOW));
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** The section below a heading. */
    static DocumentedRights read(Path page, String heading) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<List<String>> commands = new ArrayList<>();
        boolean inside = false;
        StringBuilder command = new StringBuilder();
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("## ")) {
                inside = line.equals("## " + heading);
            } else if (inside && line.matches("\\| [A-Z][A-Za-z]+ \\| [a-z-]+ \\| `.*")) {
                String[] cells = line.replace("`", "").split("\\|");
                rows.add(new Row(cells[1].strip(), cells[2].strip(), cells[3].strip()));
            } else if (inside && (line.startsWith("kafka-acls.sh ") || !command.isEmpty())) {
                command.append(line.replaceFirst("\\\\$", ""));
                if (!line.endsWith("\\")) {
                    List<String> words = List.of(command.toString().strip().split("\\s+"));
                    commands.add(words.subList(1, words.size()));
                    command.setLength(0);
                }
            }
        }
        return new DocumentedRights(rows, commands);
    }
}
