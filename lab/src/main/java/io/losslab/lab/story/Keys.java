package io.losslab.lab.story;

import io.losslab.lab.folder.EvidenceFiles;
import io.losslab.lab.spec.ExperimentSpec;
import io.losslab.ledger.identity.Source;
import io.losslab.ledger.identity.Users;
import io.losslab.ledger.journal.JournalReader;
import io.losslab.ledger.journal.RunJournal;
import io.losslab.ledger.journal.SendLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which key a record had. The producer goes through its users in turn, so a sequence tells the user: the send ledger
 * says over how many users of a partition it went.
 */
public final class Keys {
    private final Path runDir;
    private final int users;
    private final int partitions;
    private final Map<String, Long> periods = new HashMap<>();
    /** The users whose keys belong to each partition, in their order; null until one is asked for. */
    private @Nullable List<List<Integer>> byPartition;

    private Keys(Path runDir, int users, int partitions) {
        this.runDir = runDir;
        this.users = users;
        this.partitions = partitions;
    }

    static Keys of(Path runDir, ExperimentSpec spec) {
        return new Keys(runDir, spec.load().keys(), spec.topic().partitions());
    }

    /** Null when it cannot be derived. */
    @Nullable
    String of(Source source, int partition, long sequence) {
        int user = user(source, partition, sequence);
        return user < 0 ? null : new String(Users.key(user), StandardCharsets.US_ASCII);
    }

    /** The record's number in its producer's order over all partitions, from 0; -1 when it cannot be derived. */
    long number(Source source, int partition, long sequence) {
        int user = user(source, partition, sequence);
        return user < 0 ? -1 : sequence / byPartition().get(partition).size() * users + user;
    }

    private int user(Source source, int partition, long sequence) {
        long period = periods.computeIfAbsent(source + "/" + partition, where -> period(source, partition));
        if (period <= 0 || sequence < 0) {
            return -1;
        }
        List<Integer> here = byPartition().get(partition);
        return here.size() == period ? here.get((int) (sequence % period)) : -1;
    }

    private List<List<Integer>> byPartition() {
        if (byPartition == null) {
            byPartition = users(users, partitions);
        }
        return byPartition;
    }

    private long period(Source source, int partition) {
        Path acks = runDir.resolve(EvidenceFiles.LEDGERS)
                .resolve(SendLedger.folderName(source))
                .resolve(RunJournal.fileName("acks", partition));
        try {
            return JournalReader.header(acks).counters()[SendLedger.KEY_PERIOD];
        } catch (IOException e) {
            return 0; // the checker says that it is missing
        }
    }

    private static List<List<Integer>> users(int users, int partitions) {
        List<List<Integer>> byPartition = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            byPartition.add(new ArrayList<>());
        }
        for (int user = 0; user < users; user++) {
            byPartition.get(Users.partition(Users.key(user), partitions)).add(user);
        }
        return byPartition;
    }
}
