package io.losslab.lab.evidence;

import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.ledger.account.RunTable;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.DamagedJournalException;
import io.losslab.ledger.journal.JournalReader;
import io.losslab.ledger.journal.LedgerMeta;
import io.losslab.ledger.journal.RunJournal;
import io.losslab.ledger.journal.SourceTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledgers of an evidence folder, by whose they are. What is missing or damaged is a hole. */
final class Ledgers {
    private final Path dir;
    private final List<String> holes;
    private final Map<Path, Map<String, String>> senders = new LinkedHashMap<>();
    private final Map<String, List<ConsumedLedger>> members = new HashMap<>();
    private final List<String> unfinished = new ArrayList<>();

    /**
     * @param holes takes those that belong to no partition, also later
     */
    Ledgers(Path dir, List<String> holes) throws IOException {
        this.dir = dir;
        this.holes = holes;
        for (Path folder : folders(dir.resolve(EvidenceFiles.LEDGERS))) {
            if (LedgerMeta.isUnfinished(folder)) {
                unfinished.add(name(folder)); // its process was killed before it could record anything
                continue;
            }
            Map<String, String> meta = meta(folder);
            if (meta == null) {
                continue;
            }
            if ("send".equals(meta.get("kind"))) {
                senders.put(folder, meta);
            } else {
                members.computeIfAbsent(meta.get("group"), g -> new ArrayList<>())
                        .add(new ConsumedLedger(this, folder, meta));
            }
        }
    }

    /** By folder. */
    Map<Path, Map<String, String>> senders() {
        return senders;
    }

    /** Each of these groups must have a member, or one that was killed before it could record anything. */
    void require(Collection<String> groupIds) {
        for (String id : groupIds) {
            if (!members.containsKey(id)
                    && unfinished.stream().noneMatch(n -> n.startsWith(ConsumeLedger.folderName(id, "")))) {
                holes.add("consume ledger of group " + id + ": none was found");
            }
            members.computeIfAbsent(id, g -> new ArrayList<>()).sort(Comparator.comparing(ConsumedLedger::startedAt));
        }
    }

    /** In the order they started. */
    List<ConsumedLedger> members(String groupId) {
        return Objects.requireNonNull(members.get(groupId));
    }

    /** The ledger of a reader without a group; null when it is not there. */
    @Nullable
    ConsumedLedger reader(String stream) throws IOException {
        List<Path> folders = folders(dir.resolve(stream));
        Map<String, String> meta = folders.isEmpty() ? null : meta(folders.get(0));
        return meta == null ? null : new ConsumedLedger(this, folders.get(0), meta);
    }

    /** Null, and a hole noted, when it is missing or damaged. */
    private @Nullable Map<String, String> meta(Path folder) throws IOException {
        try {
            return LedgerMeta.read(folder);
        } catch (DamagedJournalException e) {
            holes.add(name(folder) + "/" + LedgerMeta.FILE + ": damaged: " + e.getMessage());
            return null;
        }
    }

    List<Source> sources(Path folder) throws IOException {
        try {
            return SourceTable.read(folder);
        } catch (DamagedJournalException | NoSuchFileException e) {
            holes.add(name(folder) + "/" + SourceTable.FILE + ": " + e.getMessage());
            return List.of();
        }
    }

    /** Null, and a hole noted, when the journal is missing or damaged. */
    JournalReader.@Nullable Header journal(
            Path folder, String stream, int partition, RunTable into, List<String> missing) throws IOException {
        Path file = folder.resolve(RunJournal.fileName(stream, partition));
        String where = name(folder) + "/" + RunJournal.fileName(stream, partition);
        try {
            JournalReader.Summary summary = JournalReader.read(file, into);
            if (summary.header().isWritten() && summary.header().partition() != partition) {
                missing.add(where + ": is the journal of partition "
                        + summary.header().partition());
            }
            return summary.header();
        } catch (NoSuchFileException e) {
            missing.add(where + ": the journal is missing");
        } catch (DamagedJournalException e) {
            missing.add(where + ": damaged: " + e.getMessage());
        }
        return null;
    }

    private static List<Path> folders(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(parent)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    static String name(Path path) {
        return path.getFileName().toString();
    }
}
