package io.losslab.lab.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.lab.spec.ExperimentSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Results of earlier runs. */
public final class StoredResults {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StoredResults() {}

    /**
     * The newest result below a folder that is of this very experiment (same resolved file), was run in the same place,
     * and has a valid verdict.
     */
    public static Optional<Path> newest(@Nullable Path results, ExperimentSpec spec, String place) throws IOException {
        List<Path> dirs;
        try (Stream<Path> entries = Files.list(results)) {
            dirs = entries.filter(dir -> ResultFolder.at(dir).hasResult())
                    .sorted(Comparator.comparing(StoredResults::modified).reversed())
                    .toList();
        }
        for (Path dir : dirs) {
            if (isOf(dir, spec, place)) {
                return Optional.of(dir);
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(Path dir, ExperimentSpec spec, String place) {
        try {
            JsonNode result = JSON.readTree(ResultFolder.at(dir).result().toFile());
            return result.path("spec").equals(spec.document())
                    && result.path("environment").path("place").asText().equals(place)
                    && result.path("verdict").asText().equals("EXPECTED")
                    && result.path("runs").size() > 0;
        } catch (IOException e) {
            return false; // not a result of ours, or still being written
        }
    }

    private static long modified(Path dir) {
        try {
            return Files.getLastModifiedTime(ResultFolder.at(dir).result()).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
