package io.losslab.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.losslab.lab.LabException;
import io.losslab.lab.LabVersion;
import io.losslab.lab.folder.ResultFolder;
import io.losslab.lab.place.Place;
import io.losslab.lab.process.Folders;
import io.losslab.lab.process.LabHome;
import io.losslab.lab.process.LabSession;
import io.losslab.lab.process.ProcessRegistry;
import io.losslab.lab.result.ExperimentOutcome;
import io.losslab.lab.result.StoredExperiment;
import io.losslab.lab.result.StoredResults;
import io.losslab.lab.spec.ClientConflicts;
import io.losslab.lab.spec.ExperimentCatalog;
import io.losslab.lab.spec.ExperimentLoader;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.lab.spec.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** Runs an experiment, all of its variants and trials, and writes {@code result.json} and what belongs to it. */
public final class ExperimentRunner {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneId.systemDefault());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunListener listener;

    /**
     * What a result says besides its runs.
     *
     * @param leftOut combinations that Kafka refuses, each with its reason
     * @param comparison the run to set this one beside; null when there is none
     */
    private record Beside(Map<String, String> leftOut, ObjectNode comparison) {}

    public ExperimentRunner(RunListener listener) {
        this.listener = listener;
    }

    /**
     * @throws LabException.BadInput before anything is started
     * @throws LabException.Environment when the run could not be brought to its end; what it started is gone
     */
    public ExperimentOutcome run(RunRequest request) {
        ExperimentLoader loader = new ExperimentLoader();
        ExperimentSpec spec = loader.load(ExperimentCatalog.find(request.experiment()), request.sets());
        Variant.Plan plan = Variant.of(spec, loader);
        List<Variant> variants = plan.variants();
        if (variants.isEmpty()) {
            plan.leftOut().forEach((name, reason) -> {
                throw new LabException.BadInput(reason + " (" + name + ")");
            });
        }
        if (request.keep() && variants.size() > 1) {
            throw new LabException.BadInput("--keep: keeps the cluster of one run, and this experiment makes "
                    + variants.size() + "; allowed with a single variant and trial");
        }
        if (request.keep() && RunFaults.changeNetwork(variants.get(0).spec().faults())) {
            throw new LabException.BadInput(
                    "--keep: the network of this experiment is the lab's own and ends with it, so nobody could reach"
                            + " the brokers; allowed without faults on the network");
        }
        if (request.place().isOwn()) {
            variants.forEach(
                    variant -> ClientConflicts.withBrokers(variant.spec()).ifPresent(conflict -> {
                        throw new LabException.BadInput(conflict.path() + "." + conflict.text());
                    }));
        }
        LabHome home = new LabHome(request.projectRoot());
        if (request.dumpLogs()) {
            request.place().requireOwnDisks();
        }
        request.place().requireConfigurable(spec.cluster().config());
        ResultFolder results = resultFolder(spec, request);
        Path dir = results.dir();
        boolean worthKeeping = false;
        try (LabSession session =
                home.registry().open(ProcessRegistry.Kind.RUN, request.commandLine(), listener::note)) {
            Place place = request.place().open(home, session);
            RunEnvironment environment = new RunEnvironment(place, home, session, listener, request);
            variants.forEach(variant -> RunFaults.requirePossible(variant.spec().faults(), place));
            plan.leftOut().forEach((name, reason) -> listener.note("left out: " + name + ": " + reason));
            Instant startedAt = Instant.now();
            List<RunResult> runs;
            try (Timeline timeline = new Timeline(results, groups(spec))) {
                runs = runAll(variants, environment, timeline, results);
            }
            ObjectNode comparison = spec.compare() == null ? null : comparison(spec, loader, environment, results);
            ExperimentOutcome outcome =
                    conclude(spec, environment, results, startedAt, runs, new Beside(plan.leftOut(), comparison));
            worthKeeping = true;
            return outcome;
        } catch (IOException e) {
            throw new LabException.Environment("results in " + dir + " cannot be written: " + e.getMessage(), e);
        } catch (LabException.Environment e) {
            worthKeeping = !Thread.currentThread().isInterrupted() && hasLogs(dir); // the message names one of them
            throw e;
        } finally {
            if (!worthKeeping) {
                results.discard();
            }
        }
    }

    private static boolean hasLogs(Path dir) {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.anyMatch(file -> file.toString().endsWith(".log"));
        } catch (IOException e) {
            return true;
        }
    }

    private List<RunResult> runAll(
            List<Variant> variants, RunEnvironment environment, Timeline timeline, ResultFolder folder)
            throws IOException {
        List<RunResult> results = new ArrayList<>();
        int number = 1;
        for (Variant variant : variants) {
            listener.run(number++, variants.size(), variant.name(), RunExecution.estimate(variant.spec()));
            RunFaults.outlasting(variant.spec()).ifPresent(listener::note);
            String label = variants.size() == 1
                    ? ""
                    : variant.name() + (variant.spec().trials() > 1 ? " #" + variant.trial() : "");
            results.add(new RunExecution(label, variant, environment, folder, timeline).run());
        }
        return results;
    }

    private static ResultFolder resultFolder(ExperimentSpec spec, RunRequest request) {
        try {
            if (request.out() != null) {
                return ResultFolder.create(request.out(), "--out " + request.out());
            }
            Path results = Files.createDirectories(request.projectRoot().resolve("results"));
            return ResultFolder.createIn(results, spec.name() + "-" + STAMP.format(Instant.now()));
        } catch (IOException e) {
            throw new LabException.Environment(
                    "the folder for the results cannot be created: " + Folders.reason(e)
                            + "; choose another place by --out DIR",
                    e);
        }
    }

    /** The run to set this one beside: the newest stored one that had the same load, or a new one. */
    private ObjectNode comparison(
            ExperimentSpec spec, ExperimentLoader loader, RunEnvironment environment, ResultFolder folder)
            throws IOException {
        RunRequest request = environment.request();
        Path others = folder.dir().getParent();
        List<String> sameLoad = request.sets().stream()
                .filter(set -> !set.startsWith("topic.") && !set.startsWith("expect."))
                .toList();
        ExperimentSpec other = loader.load(ExperimentCatalog.find(spec.compare()), sameLoad);
        Optional<Path> stored =
                StoredResults.newest(others, other, environment.place().name());
        ObjectNode comparison = JSON.createObjectNode().put("experiment", other.name());
        if (stored.isPresent()) {
            listener.note("set beside " + other.name() + " in " + stored.get());
            JsonNode result =
                    JSON.readTree(ResultFolder.at(stored.get()).result().toFile());
            comparison.put("resultDir", stored.get().toString());
            comparison.set("run", result.path("runs").path(0));
            return comparison;
        }
        listener.note("no result of " + other.name() + " with this load in " + others
                + "; running it, to set this one beside it");
        ResultFolder otherFolder = folder.newFolder(other.name());
        Variant variant = new Variant("default", 1, Map.of(), other);
        List<RunResult> results;
        try (Timeline timeline = new Timeline(otherFolder, groups(other))) {
            results = runAll(List.of(variant), environment.notKept(), timeline, otherFolder);
        }
        ExperimentOutcome outcome =
                conclude(other, environment, otherFolder, Instant.now(), results, new Beside(Map.of(), null));
        comparison.put("resultDir", otherFolder.dir().toString());
        comparison.set("run", outcome.result().path("runs").path(0));
        return comparison;
    }

    private ExperimentOutcome conclude(
            ExperimentSpec spec,
            RunEnvironment environment,
            ResultFolder folder,
            Instant startedAt,
            List<RunResult> results,
            Beside beside)
            throws IOException {
        ObjectNode facts = JSON.createObjectNode();
        facts.put("experiment", spec.name());
        facts.put("title", spec.title());
        facts.put("description", spec.description());
        facts.put("command", environment.request().commandLine());
        facts.put("startedAt", startedAt.toString());
        facts.put("endedAt", Instant.now().toString());
        facts.put("losslabVersion", LabVersion.current());
        facts.putObject("environment")
                .put("java", System.getProperty("java.runtime.version"))
                .put("os", Machine.system())
                .put("cpu", Machine.processor())
                .put("cores", Runtime.getRuntime().availableProcessors())
                .put("memoryBytes", Machine.memoryBytes())
                .put("kafkaClients", AppInfoParser.getVersion())
                .put("place", environment.place().name());
        facts.set("spec", spec.document());
        if (!beside.leftOut().isEmpty()) {
            ArrayNode nodes = facts.putArray("leftOut");
            beside.leftOut()
                    .forEach((variant, reason) ->
                            nodes.addObject().put("variant", variant).put("reason", reason));
        }
        if (beside.comparison() != null) {
            facts.set("comparison", beside.comparison());
        }
        ExperimentOutcome outcome = StoredExperiment.create(
                        folder, facts, results.stream().map(RunResult::runId).toList())
                .conclude();
        List<String> kept = results.stream().flatMap(r -> r.kept().stream()).collect(Collectors.toList());
        return new ExperimentOutcome(outcome.verdict(), folder.dir(), outcome.result(), kept);
    }

    private static List<String> groups(ExperimentSpec spec) {
        return spec.consumers().values().stream()
                .map(ExperimentSpec.Consumer::group)
                .toList();
    }
}
