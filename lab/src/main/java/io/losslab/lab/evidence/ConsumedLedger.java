package io.losslab.lab.evidence;

import io.losslab.lab.check.evidence.Instance;
import io.losslab.lab.check.evidence.Seen;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.RunJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The ledger of a member of a group, or of a reader without one. Read a partition at a time, and as often as asked. */
final class ConsumedLedger {
    private final Ledgers ledgers;
    private final Path folder;
    private final String instance;
    private final String startedAt;
    private final boolean positions;
    private final List<Source> sources;

    /**
     * @param meta of the folder
     */
    ConsumedLedger(Ledgers ledgers, Path folder, Map<String, String> meta) throws IOException {
        this.ledgers = ledgers;
        this.folder = folder;
        instance = meta.getOrDefault("instance", Ledgers.name(folder));
        startedAt = meta.getOrDefault("createdAt", "");
        positions = "true".equals(meta.get(ConsumeLedger.POSITIONS_JOURNALED));
        sources = ledgers.sources(folder);
    }

    String startedAt() {
        return startedAt;
    }

    boolean has(int partition) {
        return Files.exists(folder.resolve(RunJournal.fileName("deliveries", partition)));
    }

    /**
     * What a reader without a group saw.
     *
     * @param missing takes the holes
     */
    Seen seen(int partition, List<String> missing) throws IOException {
        return new Seen(sources, has(partition) ? journal("deliveries", partition, missing) : new RunTable());
    }

    /**
     * What a member of a group did.
     *
     * @param missing takes the holes
     */
    Instance instance(int partition, List<String> missing) throws IOException {
        return new Instance(
                instance,
                sources,
                positions,
                journal("deliveries", partition, missing),
                journal("outcomes", partition, missing),
                journal("commits", partition, missing),
                journal("misrouted", partition, missing));
    }

    private RunTable journal(String stream, int partition, List<String> missing) throws IOException {
        RunTable table = new RunTable();
        ledgers.journal(folder, stream, partition, table, missing);
        return table;
    }
}
