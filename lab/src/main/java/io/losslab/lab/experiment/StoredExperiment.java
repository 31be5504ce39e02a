package io.losslab.lab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.LabException;
import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.ExpectationResult;
import io.losslab.lab.check.ExpectationsCheck;
import io.losslab.lab.check.LossListener;
import io.losslab.lab.check.ProducedAccounts;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.check.Verdict;
import io.losslab.lab.experiment.evidence.EvidenceReader;
import io.losslab.lab.experiment.evidence.FaultLines;
import io.losslab.lab.experiment.evidence.Seal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A result folder whose evidence is complete. {@code result.json} is a function of what lies below its {@code
 * evidence/}: it is built here and nowhere else, after a run and whenever somebody asks again, wherever the folder is by
 * then.
 */
public final class StoredExperiment {
    /** Of all runs together; beside the folders of the runs. */
    static final String FILE = "experiment.json";

    private static final String EVIDENCE = "evidence";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What judging again came to. */
    public enum Again {
        /** The stored result, to the byte. */
        SAME,
        /** Another result, which is stored now. */
        DIFFERENT,
        /** Made by a version that did not store all that is needed; nothing was judged. */
        NOT_POSSIBLE
    }

    /**
     * @param verdict of the evidence as it is now; as it was stored where it could not be judged again
     * @param note one line for the user
     */
    public record Judged(Again again, Verdict verdict, String note) {}

    /** One run of a stored experiment. */
    public record StoredRun(String runId, String variant, int trial, Path dir) {}

    private final Path dir;
    private final ObjectNode facts;

    private StoredExperiment(Path dir, ObjectNode facts) {
        this.dir = dir;
        this.facts = facts;
    }

    /**
     * @param dir a result folder
     * @throws LabException.Environment when its evidence cannot be read
     */
    public static StoredExperiment open(Path dir) {
        try {
            return new StoredExperiment(dir, ResultJson.read(file(dir)));
        } catch (IOException e) {
            throw new LabException.Environment("the evidence cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether the folder has all that a result is made of; older versions of the lab did not write it. */
    public static boolean isComplete(Path dir) {
        return Files.isRegularFile(file(dir));
    }

    /**
     * @param facts what is known of the experiment besides its runs
     * @param runIds in the order they ran
     */
    static StoredExperiment create(Path dir, ObjectNode facts, List<String> runIds) throws IOException {
        ObjectNode all = facts.deepCopy();
        ArrayNode runs = all.putArray("runs");
        runIds.forEach(runs::add);
        ResultJson.write(file(dir), all);
        return open(dir);
    }

    private static Path file(Path dir) {
        return dir.resolve(EVIDENCE).resolve(FILE);
    }

    /** The runs, in the order they ran. */
    public List<StoredRun> runs() {
        List<StoredRun> runs = new ArrayList<>();
        for (JsonNode id : facts.path("runs")) {
            Path evidence = dir.resolve(EVIDENCE).resolve(id.asText());
            ObjectNode observed = observed(evidence);
            runs.add(new StoredRun(
                    id.asText(),
                    observed.path("variant").asText(),
                    observed.path("trial").asInt(),
                    evidence));
        }
        return runs;
    }

    /** What {@link RunObservation} wrote of the run. */
    ObjectNode observed(StoredRun run) {
        return observed(run.dir());
    }

    private static ObjectNode observed(Path runDir) {
        try {
            return ResultJson.read(runDir.resolve(RunObservation.FILE));
        } catch (IOException e) {
            throw new LabException.Environment("the evidence cannot be read: " + e.getMessage(), e);
        }
    }

    /** Judges the evidence; {@code result.json} is not looked at, and not written. */
    ExperimentOutcome judge() throws IOException {
        List<RunAccounts> accounts = new ArrayList<>();
        List<ExpectationResult> expectations = new ArrayList<>();
        ArrayNode runs = JSON.arrayNode();
        for (StoredRun run : runs()) {
            ObjectNode observed = observed(run);
            ExperimentSpec spec = ExperimentSpec.of(observed.path("spec"));
            LossTimes lossTimes = new LossTimes();
            RunAccounts books = balance(run.dir(), lossTimes);
            accounts.add(books);
            String label = observed.path("label").asText();
            List<ExpectationResult> judged =
                    new ArrayList<>(ExpectationsCheck.judge(label, books, Expectations.of(spec)));
            Optional<Promise> promise = Promise.of(spec.promises(), varied(observed));
            promise.ifPresent(
                    p -> judged.addAll(ExpectationsCheck.ofGroups(label, books, Expectations.of(spec, p.expect()))));
            expectations.addAll(judged);
            ObjectNode document = new RunDocument(observed, spec, books, lossTimes, run.dir()).build();
            promise.ifPresent(p -> document.putObject("promise")
                    .put("says", p.says())
                    .put("held", judged.stream().allMatch(ExpectationResult::held)));
            expectations.addAll(
                    FaultOutcomes.unexpected(label, FaultLines.read(run.dir(), new ArrayList<>()), spec.faults()));
            runs.add(document);
        }
        Verdict verdict = Verdict.of(accounts, expectations);
        ObjectNode result = JSON.objectNode();
        result.set("experiment", facts.path("experiment"));
        result.put("verdict", verdict.name());
        ArrayNode expectationNodes = result.putArray("expectations");
        expectations.forEach(
                e -> expectationNodes.addObject().put("text", e.text()).put("held", e.held()));
        for (String field : List.of(
                "title", "description", "command", "startedAt", "endedAt", "losslabVersion", "environment", "spec")) {
            result.set(field, facts.path(field));
        }
        result.set("runs", runs);
        Matrix.of(runs).ifPresent(matrix -> result.set("matrix", matrix));
        for (String field : List.of("leftOut", "comparison")) {
            if (facts.has(field)) {
                result.set(field, facts.get(field));
            }
        }
        return new ExperimentOutcome(verdict, dir, result, List.of());
    }

    private static Map<String, String> varied(JsonNode observed) {
        Map<String, String> values = new LinkedHashMap<>();
        observed.path("varied")
                .fields()
                .forEachRemaining(e -> values.put(e.getKey(), e.getValue().asText()));
        return values;
    }

    /** Damage that keeps the evidence from being read is no error of the lab's where the seal says who it was. */
    private static RunAccounts balance(Path runDir, LossListener listener) throws IOException {
        try {
            return AccountsCheck.balance(EvidenceReader.read(runDir), listener);
        } catch (IOException | RuntimeException e) {
            List<String> holes = Files.isDirectory(runDir) ? Seal.holes(runDir) : List.of();
            if (holes.isEmpty()) {
                throw e;
            }
            return new RunAccounts(new ProducedAccounts(0, 0, 0, 0, 0, 0, 0), List.of(), holes);
        }
    }

    /** Judges the evidence, and stores the result. */
    ExperimentOutcome conclude() throws IOException {
        ExperimentOutcome outcome = judge();
        ResultJson.write(dir.resolve(ExperimentRunner.RESULT), outcome.result());
        return outcome;
    }

    /**
     * Judges the evidence of a folder once more and compares with the {@code result.json} there, which is replaced when
     * it says something else.
     *
     * @throws LabException.Environment when the evidence cannot be read
     */
    public static Judged judgeAgain(Path dir) {
        try {
            if (!isComplete(dir)) {
                return notPossible(dir);
            }
            ExperimentOutcome outcome = open(dir).judge();
            Path file = dir.resolve(ExperimentRunner.RESULT);
            byte[] now = ResultJson.bytes(outcome.result());
            byte[] stored = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
            if (Arrays.equals(stored, now)) {
                return new Judged(
                        Again.SAME, outcome.verdict(), "judged again from evidence: the same result, to the byte");
            }
            String difference = difference(file, outcome.result());
            ResultJson.write(file, outcome.result());
            return new Judged(
                    Again.DIFFERENT,
                    outcome.verdict(),
                    "judged again from evidence: another result, stored now; first difference: " + difference);
        } catch (IOException e) {
            throw new LabException.Environment("the evidence cannot be read: " + e.getMessage(), e);
        }
    }

    private static String difference(Path file, ObjectNode now) {
        try {
            // what was built has nodes that a parser would not make, such as long for int
            Optional<String> difference = ResultJson.firstDifference(ResultJson.read(file), ResultJson.parsed(now));
            return difference.orElse("the same content, written another way");
        } catch (IOException e) {
            return ExperimentRunner.RESULT + " could not be read";
        }
    }

    private static Judged notPossible(Path dir) throws IOException {
        String stored = ResultJson.read(dir.resolve(ExperimentRunner.RESULT))
                .path("verdict")
                .asText();
        Verdict verdict = Arrays.stream(Verdict.values())
                .filter(v -> v.name().equals(stored))
                .findFirst()
                .orElse(Verdict.INVALID_EVIDENCE);
        return new Judged(
                Again.NOT_POSSIBLE,
                verdict,
                "not judged again: the folder has no evidence/" + FILE
                        + ", which this version of the lab writes; only the page was written");
    }
}
