package io.losslab.lab.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.losslab.contract.Outcome;
import io.losslab.contract.OutcomeCatalogue;
import io.losslab.lab.LabException;
import io.losslab.lab.check.LostRange;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.result.StoredExperiment;
import io.losslab.lab.spec.ExperimentSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lost records of a result folder, range by range as the evidence is read: none of them is held. */
public final class LostRecords {
    /**
     * Which of them. A filter that is null lets all pass.
     *
     * @param offset first and last; what never had an offset does not pass
     */
    public record Filter(String run, String variant, String group, Integer partition, Outcome cause, Offsets offset) {}

    /** Both inclusive. */
    public record Offsets(long first, long last) {}

    /**
     * A range, or the part of it that the filter lets pass.
     *
     * @param groupId as the cluster knows the group
     */
    public record Lost(StoredExperiment.StoredRun run, String group, String groupId, LostRange range, Keys keys) {
        /** Of record {@code i} of the range. */
        public String id(long i) {
            return RecordName.of(range.source(), range.partition(), range.firstSequence() + i);
        }

        /** Of record {@code i} of the range; -1 when it never had one. */
        public long offset(long i) {
            return range.firstOffset() < 0 ? -1 : range.firstOffset() + i;
        }

        /** Of record {@code i} of the range; null when it cannot be derived. */
        public @Nullable String key(long i) {
            return keys.of(range.source(), range.partition(), range.firstSequence() + i);
        }

        /** The file that proves the cause, within the run's evidence folder. */
        public String evidence() {
            return switch (range.cause()) {
                case NOT_ACKED -> send("failures");
                case ACK_WITHOUT_PROOF, SILENT_LOG_LOSS -> send("acks");
                case RETENTION_DELETED, RECORDS_DELETED, TRUNCATED, COMPACTED ->
                    range.detail().startsWith("sampled") ? EvidenceFiles.PARTITIONS : EvidenceReader.BROKERS + "/";
                case COMMITTED_NOT_DELIVERED, COMMITTED_NOT_PROCESSED -> consume("commits");
                case DEAD_LETTER_FAILED, IGNORED -> consume("outcomes");
                default -> consume("deliveries");
            };
        }

        private String send(String stream) {
            return EvidenceFiles.send(range.source(), stream, range.partition());
        }

        private String consume(String stream) {
            return EvidenceFiles.consume(groupId, "*", stream, range.partition());
        }
    }

    /** Is told of each range, in order. */
    @FunctionalInterface
    public interface Each {
        /** @return whether to go on */
        boolean lost(Lost lost);
    }

    private final StoredExperiment experiment;
    private final List<StoredExperiment.StoredRun> runs;

    private LostRecords(StoredExperiment experiment) {
        this.experiment = experiment;
        runs = experiment.runs();
    }

    /**
     * @throws LabException.BadInput when it is no result folder
     * @throws LabException.Environment when its evidence cannot be read
     */
    public static LostRecords open(Path dir) {
        return new LostRecords(StoredExperiment.open(dir));
    }

    /**
     * Judges the runs that the filter lets pass, so that nothing is listed before it is known whether it is proven.
     *
     * @return why the evidence does not hold, a line each; none when it does
     * @throws LabException.BadInput when the filter names what does not occur
     * @throws LabException.Evidence when the evidence is so damaged that it cannot be read, or that it cannot be said
     *     whether something occurs
     */
    public List<String> objections(Filter filter) {
        List<String> objections = new ArrayList<>(experiment.objections());
        try {
            for (StoredExperiment.StoredRun run : runs) {
                if (passes(filter, run)) {
                    LossReader.read(run.dir(), (group, range) -> {})
                            .forEach(line -> objections.add("run " + run.runId() + ": " + line));
                }
            }
            require(filter);
        } catch (LabException.BadInput e) {
            runs.forEach(run -> objections.addAll(StoredExperiment.holes(run)));
            throw objections.isEmpty() ? e : StoredExperiment.doesNotHold(objections);
        }
        return objections;
    }

    private static boolean passes(Filter filter, StoredExperiment.StoredRun run) {
        return (filter.run() == null || filter.run().equals(run.runId()))
                && (filter.variant() == null || filter.variant().equals(run.variant()));
    }

    private void require(Filter filter) {
        allowed("--run", filter.run(), runs.stream().map(StoredExperiment.StoredRun::runId));
        allowed("--variant", filter.variant(), runs.stream().map(StoredExperiment.StoredRun::variant));
        Set<String> groups = new TreeSet<>();
        int partitions = 0;
        for (StoredExperiment.StoredRun run : runs) {
            JsonNode observed = experiment.observed(run);
            observed.path("groups").fieldNames().forEachRemaining(groups::add);
            partitions = Math.max(
                    partitions, ExperimentSpec.of(observed.path("spec")).topic().partitions());
        }
        allowed("--group", filter.group(), groups.stream());
        if (filter.partition() != null && (filter.partition() < 0 || filter.partition() >= partitions)) {
            throw new LabException.BadInput(
                    "--partition is " + filter.partition() + "; allowed: 0 to " + (partitions - 1));
        }
    }

    private static void allowed(String option, String value, java.util.stream.Stream<String> names) {
        if (value == null) {
            return;
        }
        Set<String> known = names.collect(Collectors.toCollection(TreeSet::new));
        if (!known.contains(value)) {
            throw new LabException.BadInput(
                    option + ": `" + value + "` does not occur; allowed: " + String.join(", ", known));
        }
    }

    /** The codes that a lost record can have. */
    public static List<String> causes() {
        return OutcomeCatalogue.causes();
    }

    /**
     * Tells of each range; {@link #objections} says whether it is proven.
     *
     * @throws LabException.Environment when the evidence cannot be read
     */
    public void read(Filter filter, Each each) {
        for (StoredExperiment.StoredRun run : runs) {
            if (!passes(filter, run)) {
                continue;
            }
            JsonNode observed = experiment.observed(run);
            Keys keys = Keys.of(run.dir(), ExperimentSpec.of(observed.path("spec")));
            boolean[] more = {true};
            LossReader.read(run.dir(), (group, range) -> {
                LostRange part = more[0] ? passing(filter, group, range) : null;
                if (part != null) {
                    more[0] = each.lost(new Lost(
                            run,
                            group,
                            observed.path("groups").path(group).path("groupId").asText(group),
                            part,
                            keys));
                }
            });
            if (!more[0]) {
                break;
            }
        }
    }

    private static @Nullable LostRange passing(Filter filter, String group, LostRange range) {
        if (filter.group() != null && !filter.group().equals(group)
                || filter.partition() != null && filter.partition() != range.partition()
                || filter.cause() != null && filter.cause() != range.cause()) {
            return null;
        }
        if (filter.offset() == null) {
            return range;
        }
        long first = Math.max(range.firstOffset(), filter.offset().first());
        long last = Math.min(range.lastOffset(), filter.offset().last());
        if (range.firstOffset() < 0 || first > last) {
            return null;
        }
        return new LostRange(
                range.source(),
                range.partition(),
                range.firstSequence() + first - range.firstOffset(),
                first,
                last - first + 1,
                range.cause(),
                range.detail(),
                range.atMicros());
    }
}
