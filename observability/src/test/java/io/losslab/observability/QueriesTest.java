package io.losslab.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dashboards, rules and their tests ask for metrics of ours that exist. */
class QueriesTest {
    private static final Pattern OURS = Pattern.compile("\\blosslab_(?:consumer|load)_[a-z0-9_]+");

    @ParameterizedTest
    @ValueSource(strings = {"grafana/dashboards", "prometheus/rules", "prometheus/tests"})
    void everyMetricOfOursThatIsAskedForIsInTheTable(String folder) throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            for (Path file : files.toList()) {
                Matcher names = OURS.matcher(Files.readString(file));
                while (names.find()) {
                    asked.add(names.group());
                }
            }
        }
        assertThat(asked).isNotEmpty().isSubsetOf(MetricsTable.read().keySet());
    }
}
