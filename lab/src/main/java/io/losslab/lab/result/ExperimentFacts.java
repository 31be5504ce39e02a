package io.losslab.lab.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.evidence.Seal;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.folder.ResultFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is known of an experiment besides the evidence of its runs: {@code evidence/experiment.json}, which seals itself
 * and {@code timeline.csv}. Where it is gone or damaged, what the runs say of themselves stands in, and the damage is an
 * objection to each of them.
 *
 * @param objections why it does not hold, a line each; none when it does
 * @param sealed false when the version that wrote it did not seal it
 */
record ExperimentFacts(ObjectNode document, List<String> runIds, List<String> objections, boolean sealed) {
    private static final String NAME = ResultFolder.EVIDENCE + "/" + ResultFolder.EXPERIMENT;
    private static final String RUNS = "runs";

    /**
     * Writes and seals it; {@code timeline.csv} and every run must be complete.
     *
     * @param facts what there is to know
     * @param runIds in the order they ran
     */
    static ExperimentFacts create(ResultFolder folder, ObjectNode facts, List<String> runIds) throws IOException {
        ObjectNode all = facts.deepCopy();
        ArrayNode runs = all.putArray(RUNS);
        runIds.forEach(runs::add);
        ObjectNode document = (ObjectNode) ResultJson.parsed(all);
        Seal.close(document, files(folder));
        folder.writeExperiment(ResultJson.bytes(document));
        return read(folder);
    }

    private static Map<String, Seal.FileSeal> files(ResultFolder folder) throws IOException {
        Map<String, Seal.FileSeal> files = new TreeMap<>();
        if (Files.isRegularFile(folder.timeline(), LinkOption.NOFOLLOW_LINKS)) {
            files.put(ResultFolder.TIMELINE, Seal.ofFile(folder.timeline()));
        }
        return files;
    }

    /**
     * @throws IOException when something is there and cannot be read
     */
    static ExperimentFacts read(ResultFolder folder) throws IOException {
        if (!folder.hasExperiment()) {
            return ofRuns(folder, List.of(NAME + ": missing: was removed after the run, or the run did not end"));
        }
        byte[] bytes = Files.readAllBytes(folder.experiment());
        ObjectNode document;
        try {
            document = ResultJson.parsed(bytes);
        } catch (ResultJson.NotAnObjectException e) {
            return ofRuns(folder, List.of(NAME + ": changed after the run: " + e.getMessage()));
        }
        List<String> ids = new ArrayList<>();
        List<String> objections = new ArrayList<>();
        for (JsonNode id : document.path(RUNS)) {
            if (ResultFolder.isRunId(id.asText()) && !ids.contains(id.asText())) {
                ids.add(id.asText());
            } else {
                objections.add(NAME + ": changed after the run: names a run that no lab made");
            }
        }
        boolean sealed = Seal.isSealed(document);
        if (sealed) {
            objections.addAll(Seal.holes(NAME, document, files(folder)));
        } else if (ids.stream().anyMatch(id -> observed(folder, id).has(StoredExperiment.SEALED))) {
            objections.add(NAME + ": changed after the run: its seal was removed");
        }
        return objections.stream().anyMatch(line -> line.startsWith(NAME))
                ? ofRuns(folder, objections)
                : new ExperimentFacts(document, ids, objections, sealed);
    }

    /** What the runs say of themselves, when nothing speaks for all of them. */
    private static ExperimentFacts ofRuns(ResultFolder folder, List<String> objections) {
        List<String> ids = runFolders(folder);
        ids.sort(Comparator.comparing((String id) -> startedAt(folder, id)).thenComparing(id -> id));
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        if (!ids.isEmpty()) {
            JsonNode spec = observed(folder, ids.get(0)).path("spec");
            document.set("experiment", spec.path("name"));
            document.set("title", spec.path("title"));
            document.set("spec", spec);
        }
        return new ExperimentFacts(document, ids, objections, true);
    }

    private static String startedAt(ResultFolder folder, String id) {
        return observed(folder, id).path("phases").path(0).path("from").asText();
    }

    /** The runs that have evidence as this version of the lab writes it, in no order that means anything. */
    static List<String> runFolders(ResultFolder folder) {
        List<String> ids = new ArrayList<>();
        if (!Files.isDirectory(folder.evidence(), LinkOption.NOFOLLOW_LINKS)) {
            return ids;
        }
        try (Stream<Path> runs = Files.list(folder.evidence())) {
            runs.filter(run -> Files.isRegularFile(run.resolve(EvidenceFiles.OBSERVED), LinkOption.NOFOLLOW_LINKS))
                    .map(run -> run.getFileName().toString())
                    .filter(ResultFolder::isRunId)
                    .sorted()
                    .forEach(ids::add);
        } catch (IOException e) {
            return ids;
        }
        return ids;
    }

    private static JsonNode observed(ResultFolder folder, String id) {
        try {
            return ResultJson.read(folder.evidence(id).resolve(EvidenceFiles.OBSERVED));
        } catch (IOException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    boolean has(String field) {
        return document.has(field);
    }

    /** A missing node where it is not known. */
    JsonNode get(String field) {
        return document.path(field);
    }

    /** What a user has to know of what was judged; empty when all of it is sealed. */
    String unsealed() {
        return sealed
                ? ""
                : "; its title, its command and the plotted " + ResultFolder.TIMELINE
                        + " are not sealed by the version that wrote them";
    }
}
