package io.losslab.lab.run;

import io.losslab.lab.LabException;
import io.losslab.lab.place.PlaceChoice;
import java.nio.file.Path;
import java.util.List;

/**
 * What a user asked for.
 *
 * @param experiment name or file
 * @param sets {@code key=value}, in order
 * @param out folder for the results; null for a new one below {@code results/} of the project
 * @param projectRoot where the built parts lie
 * @param commandLine how it was called, for the report
 */
public record RunRequest(
        String experiment,
        List<String> sets,
        Path out,
        PlaceChoice place,
        Afterwards afterwards,
        Path projectRoot,
        String commandLine) {
    /** What becomes of the cluster, or of what the run made on it, when the run is over. */
    public enum Afterwards {
        /** It goes. */
        NOTHING,
        /** Topic and groups, or the embedded broker, are left for a look with other tools. */
        KEEP,
        /** {@code kafka-dump-log} reads what each broker has on its disk, and that is held against the evidence. */
        DUMP_LOGS;

        /**
         * @throws LabException.BadInput when both are asked for
         */
        public static Afterwards of(boolean keep, boolean dumpLogs) {
            if (keep && dumpLogs) {
                throw new LabException.BadInput(
                        "--dump-logs: ends the brokers before it reads their disks; allowed without --keep");
            }
            if (keep) {
                return KEEP;
            }
            return dumpLogs ? DUMP_LOGS : NOTHING;
        }
    }

    /** On brokers of the lab's own, which go with the run. */
    public RunRequest(String experiment, List<String> sets, Path out, Path projectRoot, String commandLine) {
        this(experiment, sets, out, new PlaceChoice.Embedded(), Afterwards.NOTHING, projectRoot, commandLine);
    }

    boolean keep() {
        return afterwards == Afterwards.KEEP;
    }

    boolean dumpLogs() {
        return afterwards == Afterwards.DUMP_LOGS;
    }

    RunRequest notKept() {
        return keep()
                ? new RunRequest(experiment, sets, out, place, Afterwards.NOTHING, projectRoot, commandLine)
                : this;
    }
}
