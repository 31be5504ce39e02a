package io.losslab.lab.act;

/**
 * A thing that a fault did, or could not do.
 *
 * @param fault number of the fault, from 0
 * @param startedMicros when the lab began to do it, microseconds since 1970
 * @param doneMicros when it was done
 * @param subject the process, topic or group id
 * @param partition -1 when it is about none
 * @param offset where the log starts now, or what is committed now; -1 for none
 */
public record FaultEvent(
        int fault,
        FaultSpec spec,
        Step step,
        long startedMicros,
        long doneMicros,
        String subject,
        int partition,
        long offset,
        String text) {
    /** The text of a delete-records request that moved the log start to its offset. */
    public static final String RECORDS_DELETED = "records deleted";

    /** Which part of a fault. */
    public enum Step {
        /** It was done. */
        INJECTED,
        /** It was taken back: continued, started again. */
        UNDONE,
        /** The lab could not do it. */
        FAILED,
        /** Kafka did not do what was asked of it. */
        REFUSED,
        /** It comes later than the file says, since the time before was not over. */
        LATE
    }
}
