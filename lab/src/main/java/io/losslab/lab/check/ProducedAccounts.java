package io.losslab.lab.check;

/**
 * What was meant to be sent, over all producer instances; {@code intended = acked + failed + indeterminate}.
 *
 * @param failed the client reported a failure
 * @param indeterminate neither acknowledged nor failed when the run ended, or never handed over
 * @param witnessed records that the witness saw in the log
 * @param storedNotAcked seen in the log, and never acknowledged
 * @param logDuplicates times that a record was seen at an offset beyond the first
 */
public record ProducedAccounts(
        long intended,
        long acked,
        long failed,
        long indeterminate,
        long witnessed,
        long storedNotAcked,
        long logDuplicates) {}
