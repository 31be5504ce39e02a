package io.losslab.ledger.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A journal holds what no writer, killed at whatever moment, leaves behind: it is not evidence. */
public final class DamagedJournalException extends IOException {
    public DamagedJournalException(Path file, @Nullable String what) {
        super(file + ": " + what);
    }
}
