package io.losslab.lab.check;

/**
 * What was meant to be sent, over all producer instances; {@code intended = acked + failed + indeterminate}.
 *
 * @param failed the client reported a failure
 * @param indeterminate neither acknowledged nor failed when the run ended, or never handed over
 */
public record ProducedAccounts(long intended, long acked, long failed, long indeterminate) {}
