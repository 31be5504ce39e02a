package io.losslab.lab.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The levels' names against the server's own, read from the broker's jars by a class loader that sees nothing else. */
class MetadataLevelIT {
    private static final Path LIBS = Path.of("..", "broker", "target", "libs").toAbsolutePath();

    @Test
    void everyLevelOfTheBrokersKafkaHasTheServersName() throws Exception {
        Map<Integer, String> ofTheServer = levels();

        assertThat(ofTheServer).isNotEmpty().allSatisfy((level, name) -> assertThat(MetadataLevel.name(level))
                .isEqualTo("metadata.version " + name));
    }

    @Test
    void aLevelThatTheServerDoesNotKnowIsSaidAsANumber() throws Exception {
        int unknown = new TreeMap<>(levels()).lastKey() + 1;

        assertThat(MetadataLevel.name(unknown)).isEqualTo("metadata.version level " + unknown);
    }

    /** Those a cluster can be raised to; the number of one that is still in the making may yet change. */
    private static Map<Integer, String> levels() throws Exception {
        Map<Integer, String> levels = new TreeMap<>();
        try (URLClassLoader server = new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader())) {
            Class<?> version = server.loadClass("org.apache.kafka.server.common.MetadataVersion");
            for (Object each : version.getEnumConstants()) {
                if ((boolean) version.getMethod("isProduction").invoke(each)) {
                    int level = ((Number) version.getMethod("featureLevel").invoke(each)).intValue();
                    levels.put(level, (String) version.getMethod("version").invoke(each));
                }
            }
        }
        return levels;
    }

    private static URL[] jars() throws IOException {
        List<URL> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(LIBS, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        }
        return jars.toArray(URL[]::new);
    }
}
