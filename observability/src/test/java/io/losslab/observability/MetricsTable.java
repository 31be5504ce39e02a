package io.losslab.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of our own metrics in {@code docs/metrics.md}: type and labels by name, as in {@code gauge [group, topic]}. */
final class MetricsTable {
    private MetricsTable() {}

    static SortedMap<String, String> read() {
        try {
            return new TreeMap<>(Files.readAllLines(Path.of("../docs/metrics.md")).stream()
                    .filter(line -> line.startsWith("| `losslab_"))
                    .map(line -> line.split("\\s*\\|\\s*", -1))
                    .collect(Collectors.toMap(
                            cells -> cells[1].replace("`", ""),
                            cells -> description(cells[2], Arrays.asList(cells[4].split(", "))))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String description(String type, Iterable<String> labels) {
        TreeSet<String> sorted = new TreeSet<>();
        labels.forEach(sorted::add);
        sorted.remove("");
        return type + " " + sorted;
    }

    /** What a service exposes of our own, in the same form; from the text that it answers to Prometheus. */
    static Map<String, String> exposed(String metrics) {
        Map<String, String> types = metrics.lines()
                .filter(line -> line.startsWith("# TYPE losslab_"))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[2].replaceFirst("_total$", ""), words -> words[3]));
        Map<String, String> found = new TreeMap<>();
        metrics.lines().filter(line -> line.startsWith("losslab_")).forEach(line -> {
            String name = line.substring(0, line.indexOf(line.contains("{") ? '{' : ' '));
            String labels = line.contains("{") ? line.substring(line.indexOf('{') + 1, line.lastIndexOf('}')) : "";
            found.put(
                    name,
                    description(
                            types.get(name.replaceFirst("_total$", "")),
                            Arrays.stream(labels.split(","))
                                    .map(label -> label.split("=")[0])
                                    .toList()));
        });
        return found;
    }
}
