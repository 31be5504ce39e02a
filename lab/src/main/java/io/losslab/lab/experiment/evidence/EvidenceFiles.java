package io.losslab.lab.experiment.evidence;

import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.RunJournal;
import io.losslab.ledger.journal.SendLedger;

/** Where what is within a run's evidence folder, as people are told. */
public final class EvidenceFiles {
    public static final String PARTITIONS = ClusterSampler.PARTITIONS;
    public static final String GROUP_OFFSETS = InternalTopicWatch.GROUP_OFFSETS;
    public static final String TRANSACTIONS = InternalTopicWatch.TRANSACTIONS;
    public static final String FAULTS = FaultLines.FILE;
    public static final String RUN = RunFacts.FILE;

    private EvidenceFiles() {}

    /**
     * @param stream {@code acks} or {@code failures}
     */
    public static String send(Source source, String stream, int partition) {
        return EvidenceReader.LEDGERS + "/" + SendLedger.folderName(source) + "/"
                + RunJournal.fileName(stream, partition);
    }

    /**
     * @param groupId as the cluster knows it
     * @param instance {@code *} for all
     * @param stream {@code deliveries}, {@code outcomes}, {@code commits} or {@code misrouted}
     */
    public static String consume(String groupId, String instance, String stream, int partition) {
        return EvidenceReader.LEDGERS + "/" + ConsumeLedger.folderName(groupId, instance) + "/"
                + RunJournal.fileName(stream, partition);
    }

    /** What the witness read. */
    public static String witness(int partition) {
        return reader(Witness.INSTANCE, Witness.INSTANCE, partition);
    }

    /** What the witness read that reads committed. */
    public static String committedWitness(int partition) {
        return reader(Witness.COMMITTED, Witness.COMMITTED, partition);
    }

    /** What {@code kafka-dump-log} found in a broker's replica. */
    public static String dumped(int broker, int partition) {
        return reader(DumpedLogs.folder(broker), LogDump.INSTANCE, partition);
    }

    /**
     * What was found in a group's dead-letter topic.
     *
     * @param group the name that results use
     */
    public static String deadLetters(String group, int partition) {
        return reader(Witness.DEAD_LETTERS + "/" + group, Witness.DEAD_LETTERS, partition);
    }

    private static String reader(String folder, String instance, int partition) {
        return folder + "/" + ConsumeLedger.folderName(instance, instance) + "/"
                + RunJournal.fileName("deliveries", partition);
    }
}
