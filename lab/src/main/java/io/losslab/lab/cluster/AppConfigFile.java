package io.losslab.lab.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The content of a configuration file that an app reads exactly as it was meant. */
final class AppConfigFile {
    private AppConfigFile() {}

    static String content(Map<String, String> config) {
        Properties file = new Properties();
        config.forEach((key, value) -> file.setProperty(key, literal(value)));
        StringWriter content = new StringWriter();
        try {
            file.store(content, "Written by Kafka Loss Lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.toString();
    }

    /** SmallRye Config would replace ${...} by another property; a password may well look like that. */
    private static String literal(String value) {
        return value.replace("${", "\\${");
    }
}
