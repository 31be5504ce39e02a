package io.losslab.lab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The lab's version, as Maven wrote it into the jar. */
final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"losslab " + version() + " (Java " + Runtime.version() + ")"};
    }

    private static String version() throws IOException {
        try (InputStream in =
                VersionLine.class.getResourceAsStream("/META-INF/maven/io.losslab/losslab-lab/pom.properties")) {
            if (in == null) {
                return "unknown";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        }
    }
}
