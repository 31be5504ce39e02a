package io.losslab.consumer.slow;

import io.losslab.ledger.payload.PayloadDecoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Fails on each record whose sequence is divisible by a number: the same records again after each restart. */
final class PlannedFailures {
    /** What the application throws on purpose. */
    static final class PlannedFailureException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PlannedFailureException(long sequence, long every) {
            super("planned: sequence " + sequence + " is divisible by " + every + " (losslab.processing.fail-every)");
        }
    }

    private final long every;
    private final ThreadLocal<PayloadDecoder> decoders = ThreadLocal.withInitial(PayloadDecoder::new);

    /**
     * @param every 0 for never
     */
    PlannedFailures(long every) {
        if (every < 0) {
            throw new IllegalArgumentException(
                    "losslab.processing.fail-every is " + every + "; it is 0 for never, or a positive number");
        }
        this.every = every;
    }

    /**
     * @throws PlannedFailureException when the record is one of those to fail
     */
    void check(ConsumerRecord<?, byte[]> record) {
        if (every == 0) {
            return;
        }
        PayloadDecoder decoder = decoders.get();
        if (decoder.decodeIdentity(record.value()) == PayloadDecoder.Kind.RECORD && decoder.sequence() % every == 0) {
            throw new PlannedFailureException(decoder.sequence(), every);
        }
    }
}
