package io.losslab.lab.process;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The content of a configuration file that an app reads exactly as it was meant. */
final class AppConfigFile {
    private static final String BACKSLASH = "literal.backslash";

    private AppConfigFile() {}

    static String content(Map<String, String> config) {
        Properties file = new Properties();
        file.setProperty(BACKSLASH, "\\");
        config.forEach((key, value) -> file.setProperty(key, literal(value)));
        StringWriter content = new StringWriter();
        try {
            file.store(content, "Written by Kafka Loss Lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.toString();
    }

    /**
     * SmallRye Config replaces {@code ${...}} by another property, {@code $$} by one dollar, and {@code \$} by one
     * dollar too; a password may well look like that.
     */
    private static String literal(String value) {
        if (!value.contains("\\$")) {
            return value.replace("$", "$$");
        }
        StringBuilder escaped = new StringBuilder();
        value.chars().forEach(c -> {
            switch (c) {
                case '\\' -> escaped.append("${" + BACKSLASH + "}");
                case '$' -> escaped.append("$$");
                default -> escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
