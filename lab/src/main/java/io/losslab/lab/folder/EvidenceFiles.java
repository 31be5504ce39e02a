package io.losslab.lab.folder;

import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.journal.RunJournal;
import io.losslab.ledger.journal.SendLedger;

/** Where what is within a run's evidence folder, as people are told. */
public final class EvidenceFiles {
    /** Folder of the ledgers of the services. */
    public static final String LEDGERS = "ledgers";

    public static final String PARTITIONS = "partitions.csv";
    public static final String COMMITS = "commits.csv";
    /** Each change of the groups' committed offsets, removals included. */
    public static final String GROUP_OFFSETS = "group-offsets.csv";
    /** Each state of the producers' transactions. */
    public static final String TRANSACTIONS = "transactions.csv";

    public static final String REPLICATION = "replication.csv";
    public static final String FAULTS = "faults.csv";
    public static final String PROGRESS = "progress.csv";
    /** What the run was, and its seal. */
    public static final String RUN = "run.json";
    /** What the result says besides the books. */
    public static final String OBSERVED = "observed.json";
    /** Folder and instance of the witness that reads all. */
    public static final String WITNESS = "witness";
    /** Folder and instance of the witness that reads committed data. */
    public static final String COMMITTED_WITNESS = "witness-committed";
    /** Folder of what was found in the logs on the disks of brokers. */
    public static final String DUMPED = "dumped";
    /** The instance that the finds of Kafka's own tool go by. */
    public static final String LOG_DUMP = "kafka-dump-log";

    private EvidenceFiles() {}

    /**
     * @param stream {@code acks} or {@code failures}
     */
    public static String send(Source source, String stream, int partition) {
        return LEDGERS + "/" + SendLedger.folderName(source) + "/" + RunJournal.fileName(stream, partition);
    }

    /**
     * @param groupId as the cluster knows it
     * @param instance {@code *} for all
     * @param stream {@code deliveries}, {@code outcomes}, {@code commits} or {@code misrouted}
     */
    public static String consume(String groupId, String instance, String stream, int partition) {
        return LEDGERS + "/" + ConsumeLedger.folderName(groupId, instance) + "/"
                + RunJournal.fileName(stream, partition);
    }

    /** What the witness read. */
    public static String witness(int partition) {
        return reader(WITNESS, WITNESS, partition);
    }

    /** What the witness read that reads committed. */
    public static String committedWitness(int partition) {
        return reader(COMMITTED_WITNESS, COMMITTED_WITNESS, partition);
    }

    /** What {@code kafka-dump-log} found in a broker's replica. */
    public static String dumped(int broker, int partition) {
        return reader(dumpedBy(broker), LOG_DUMP, partition);
    }

    /**
     * Folder of the witness of a topic that a group hands on to; its instance is the kind.
     *
     * @param kind of the leg, such as {@code dead-letters}
     * @param group the name that results use
     */
    public static String onward(String kind, String group) {
        return kind + "/" + group;
    }

    /** What was found in a topic that a group hands on to. */
    public static String onward(String kind, String group, int partition) {
        return reader(onward(kind, group), kind, partition);
    }

    /** Folder of what was found on the disks of a broker. */
    public static String dumpedBy(int broker) {
        return DUMPED + "/broker-" + broker;
    }

    private static String reader(String folder, String instance, int partition) {
        return folder + "/" + ConsumeLedger.folderName(instance, instance) + "/"
                + RunJournal.fileName("deliveries", partition);
    }
}
