package io.losslab.lab.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.contract.result.Expectation;
import io.losslab.contract.result.ResultDocument;
import io.losslab.contract.result.RunEntry;
import io.losslab.lab.LabException;
import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.LossListener;
import io.losslab.lab.check.RunAccounts;
import io.losslab.lab.check.verdict.ExpectationResult;
import io.losslab.lab.check.verdict.ExpectationsCheck;
import io.losslab.lab.check.verdict.Verdict;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.evidence.FaultLines;
import io.losslab.lab.evidence.Seal;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A result folder whose evidence can be judged. {@code result.json} is a function of what lies below its {@code
 * evidence/}: it is built here and nowhere else, after a run and whenever somebody asks again, wherever the folder is by
 * then.
 */
public final class StoredExperiment {
    /** Said by each run, which is sealed itself, of the document of all runs: a seal that is gone is then noticed. */
    public static final String SEALED = "experimentSealed";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What judging again came to. */
    public enum Again {
        /** The stored result, to the byte. */
        SAME,
        /** Another result, which is stored now. */
        DIFFERENT,
        /** There is no evidence, or that of a version which did not store all that is needed; nothing was written. */
        NOT_POSSIBLE
    }

    /**
     * @param verdict of the evidence as it is now
     * @param note one line for the user
     */
    public record Judged(Again again, Verdict verdict, String note) {}

    /** One run of a stored experiment. */
    public record StoredRun(String runId, String variant, int trial, Path dir) {}

    /** What judging one run came to. */
    private record JudgedRun(RunAccounts books, List<ExpectationResult> expectations, RunEntry document) {}

    private final ResultFolder folder;
    private final ExperimentFacts facts;

    private StoredExperiment(ResultFolder folder, ExperimentFacts facts) {
        this.folder = folder;
        this.facts = facts;
    }

    /**
     * @param dir a result folder
     * @throws LabException.BadInput when it is none, or holds a link
     * @throws LabException.Evidence when it is one that has no evidence
     * @throws LabException.Environment when it cannot be read
     */
    public static StoredExperiment open(Path dir) {
        ResultFolder folder = ResultFolder.stored(dir);
        if (!isComplete(folder)) {
            if (folder.hasResult()) {
                throw new LabException.Evidence(notJudged(folder));
            }
            throw new LabException.BadInput(dir + " is not the result folder of a run: it has no "
                    + ResultFolder.EVIDENCE + "/" + ResultFolder.EXPERIMENT);
        }
        return open(folder);
    }

    private static StoredExperiment open(ResultFolder folder) {
        try {
            return new StoredExperiment(folder, ExperimentFacts.read(folder));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static LabException.Environment unreadable(IOException e) {
        return new LabException.Environment("the evidence cannot be read: " + e.getMessage(), e);
    }

    /** Whether the folder has what a result is made of; older versions of the lab did not write it. */
    private static boolean isComplete(ResultFolder folder) {
        return folder.hasExperiment() || !ExperimentFacts.runFolders(folder).isEmpty();
    }

    /**
     * @param facts what is known of the experiment besides its runs
     * @param runIds in the order they ran
     */
    public static StoredExperiment create(ResultFolder folder, ObjectNode facts, List<String> runIds)
            throws IOException {
        return new StoredExperiment(folder, ExperimentFacts.create(folder, facts, runIds));
    }

    /** Why what concerns all runs together does not hold, a line each; none when it does. */
    public List<String> objections() {
        return facts.objections();
    }

    /** The runs, in the order they ran. */
    public List<StoredRun> runs() {
        List<StoredRun> runs = new ArrayList<>();
        for (String id : facts.runIds()) {
            Path evidence = folder.evidence(id);
            JsonNode observed = JSON.objectNode();
            try {
                observed = observed(evidence);
            } catch (IOException e) {
                // who needs more than its name finds out why
            }
            runs.add(new StoredRun(
                    id,
                    observed.path("variant").asText(),
                    observed.path("trial").asInt(1),
                    evidence));
        }
        return runs;
    }

    /**
     * What {@code observed.json} says of the run.
     *
     * @throws LabException.Evidence when it cannot be read any more
     * @throws LabException.Environment when it cannot be read, and is nevertheless as it was
     */
    public ObjectNode observed(StoredRun run) {
        try {
            return observed(run.dir());
        } catch (IOException e) {
            List<String> holes = holes(run);
            throw holes.isEmpty() ? unreadable(e) : doesNotHold(holes);
        }
    }

    private static ObjectNode observed(Path runDir) throws IOException {
        return ResultJson.read(runDir.resolve(EvidenceFiles.OBSERVED));
    }

    /** What of the run is not as it was sealed. */
    public static List<String> holes(StoredRun run) {
        try {
            return Seal.holes(run.dir());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What is said instead of an answer. */
    public static LabException.Evidence doesNotHold(List<String> objections) {
        return new LabException.Evidence("the evidence does not hold, so nothing can be told from it: "
                + objections.get(0)
                + (objections.size() == 1 ? "" : " (and " + (objections.size() - 1) + " more; see losslab report)"));
    }

    /** Judges the evidence; {@code result.json} is not looked at, and not written. */
    public ExperimentOutcome judge() throws IOException {
        List<RunAccounts> accounts = new ArrayList<>();
        List<ExpectationResult> expectations = new ArrayList<>();
        List<RunEntry> runs = new ArrayList<>();
        for (StoredRun run : runs()) {
            JudgedRun judged = judge(run);
            accounts.add(judged.books());
            expectations.addAll(judged.expectations());
            runs.add(judged.document());
        }
        Verdict verdict = Verdict.of(accounts, expectations);
        ResultDocument result = new ResultDocument(
                text("experiment"),
                verdict.name(),
                expectations.stream()
                        .map(e -> new Expectation(e.text(), e.held()))
                        .toList(),
                text("title"),
                text("description"),
                text("command"),
                text("startedAt"),
                text("endedAt"),
                text("losslabVersion"),
                node("environment"),
                node("spec"),
                runs,
                Matrix.of(runs).orElse(null),
                node("leftOut"),
                node("comparison"));
        return new ExperimentOutcome(verdict, folder.dir(), ResultJson.tree(result), List.of());
    }

    private String text(String field) {
        return facts.get(field).textValue();
    }

    /** Null where it is not known. */
    private @Nullable JsonNode node(String field) {
        return facts.has(field) ? facts.get(field) : null;
    }

    /** Damage that keeps the evidence from being read is no error of the lab's where the seal says who it was. */
    private JudgedRun judge(StoredRun run) throws IOException {
        try {
            return judgeReadable(run);
        } catch (LabException.Environment e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            List<String> holes = new ArrayList<>(holes(run));
            holes.addAll(objections());
            if (holes.isEmpty()) {
                throw e;
            }
            RunEntry document = RunEntry.unreadable(run.variant(), run.trial(), run.runId(), holes);
            return new JudgedRun(RunAccounts.none(holes), List.of(), document);
        }
    }

    private JudgedRun judgeReadable(StoredRun run) throws IOException {
        ObjectNode observed = observed(run.dir());
        ExperimentSpec spec = ExperimentSpec.of(observed.path("spec"));
        LossTimes lossTimes = new LossTimes();
        RunAccounts books = withObjections(balance(run.dir(), lossTimes));
        String label = observed.path("label").asText();
        List<ExpectationResult> judged = new ArrayList<>(ExpectationsCheck.judge(label, books, Expectations.of(spec)));
        Optional<Promise> promise = Promise.of(spec.promises(), varied(observed));
        promise.ifPresent(
                p -> judged.addAll(ExpectationsCheck.ofGroups(label, books, Expectations.of(spec, p.expect()))));
        boolean held = judged.stream().allMatch(ExpectationResult::held);
        RunEntry document = new RunDocument(observed, spec, books, lossTimes, run.dir())
                .build(promise.map(p -> new RunEntry.Promise(p.says(), held)).orElse(null));
        judged.addAll(FaultOutcomes.unexpected(label, FaultLines.read(run.dir(), new ArrayList<>()), spec.faults()));
        return new JudgedRun(books, judged, document);
    }

    /** What is wrong with all runs together is wrong with each. */
    private RunAccounts withObjections(RunAccounts books) {
        if (objections().isEmpty()) {
            return books;
        }
        List<String> all = new ArrayList<>(books.objections());
        all.addAll(objections());
        return books.with(all);
    }

    private static Map<String, String> varied(JsonNode observed) {
        Map<String, String> values = new LinkedHashMap<>();
        observed.path("varied")
                .fields()
                .forEachRemaining(e -> values.put(e.getKey(), e.getValue().asText()));
        return values;
    }

    private static RunAccounts balance(Path runDir, LossListener listener) throws IOException {
        try {
            return AccountsCheck.balance(EvidenceReader.read(runDir), listener);
        } catch (IOException | RuntimeException e) {
            List<String> holes = Seal.holes(runDir);
            if (holes.isEmpty()) {
                throw e;
            }
            return RunAccounts.none(holes);
        }
    }

    /** Judges the evidence, and stores the result. */
    public ExperimentOutcome conclude() throws IOException {
        ExperimentOutcome outcome = judge();
        folder.writeResult(ResultJson.bytes(outcome.result()));
        return outcome;
    }

    /**
     * Judges the evidence of a folder once more and compares with the {@code result.json} there, which is replaced when
     * it says something else.
     *
     * @throws LabException.BadInput when it is no result folder, or holds a link
     * @throws LabException.Environment when the evidence cannot be read
     */
    public static Judged judgeAgain(Path dir) {
        ResultFolder folder = ResultFolder.stored(dir);
        if (!isComplete(folder) && folder.hasResult()) {
            return new Judged(Again.NOT_POSSIBLE, Verdict.INVALID_EVIDENCE, notJudged(folder));
        }
        StoredExperiment experiment = open(dir);
        try {
            ExperimentOutcome outcome = experiment.judge();
            byte[] now = ResultJson.bytes(outcome.result());
            byte[] stored = folder.hasResult() ? Files.readAllBytes(folder.result()) : new byte[0];
            if (Arrays.equals(stored, now)) {
                return new Judged(
                        Again.SAME,
                        outcome.verdict(),
                        "judged again from evidence: the same result, to the byte" + experiment.facts.unsealed());
            }
            String difference = difference(folder.result(), outcome.result());
            folder.writeResult(now);
            return new Judged(
                    Again.DIFFERENT,
                    outcome.verdict(),
                    "judged again from evidence: another result, stored now; first difference: " + difference
                            + experiment.facts.unsealed());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static String difference(Path file, ObjectNode now) {
        try {
            // what was built has nodes that a parser would not make, such as long for int
            Optional<String> difference = ResultJson.firstDifference(ResultJson.read(file), ResultJson.parsed(now));
            return difference.orElse("the same content, written another way");
        } catch (IOException e) {
            return ResultFolder.RESULT + " could not be read";
        }
    }

    private static String notJudged(ResultFolder folder) {
        return "not judged: " + folder.dir() + " has no evidence that this version of the lab can judge, so what its "
                + ResultFolder.RESULT + " says is not proven, and nothing was written";
    }
}
