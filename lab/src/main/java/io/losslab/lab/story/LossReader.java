package io.losslab.lab.story;

import io.losslab.lab.LabException;
import io.losslab.lab.check.AccountsCheck;
import io.losslab.lab.check.LostRange;
import io.losslab.lab.evidence.EvidenceReader;
import io.losslab.lab.evidence.Seal;
import io.losslab.lab.result.StoredExperiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/** What was lost in a stored run, all of it, straight from the evidence. */
public final class LossReader {
    private LossReader() {}

    /**
     * @param each called with group and range, by group, partition and sequence
     * @return why the evidence does not hold, a line each; none when it does
     * @throws LabException.Evidence when it is so damaged that it cannot be read
     * @throws LabException.Environment when the evidence cannot be read
     */
    public static List<String> read(Path runDir, BiConsumer<String, LostRange> each) {
        try {
            return AccountsCheck.balance(EvidenceReader.read(runDir), each::accept)
                    .objections();
        } catch (IOException | RuntimeException e) {
            throw unreadable(runDir, e);
        }
    }

    /** Damage that keeps the evidence from being read is no error of the lab's where the seal says who it was. */
    static RuntimeException unreadable(Path runDir, Exception e) {
        List<String> holes;
        try {
            holes = Seal.holes(runDir);
        } catch (IOException unsealed) {
            return new LabException.Environment("the evidence cannot be read: " + unsealed.getMessage(), e);
        }
        if (!holes.isEmpty()) {
            return StoredExperiment.doesNotHold(holes);
        }
        return e instanceof RuntimeException internal && !(e instanceof UncheckedIOException)
                ? internal
                : new LabException.Environment("the evidence cannot be read: " + e.getMessage(), e);
    }
}
