package io.losslab.app.consume;

import io.losslab.ledger.identity.Source;
import io.losslab.ledger.journal.ConsumeLedger;
import io.losslab.ledger.payload.PayloadDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads identities and remembers the number that the ledger gave the last source, so that the usual record costs no look-up. For
 * one thread.
 */
final class IdentityReader {
    final PayloadDecoder decoder = new PayloadDecoder();
    private final ConsumeLedger ledger;
    private @Nullable Source source;
    private int sourceId;

    IdentityReader(ConsumeLedger ledger) {
        this.ledger = ledger;
    }

    /** The number of the source that the decoder read last. */
    @SuppressWarnings("ReferenceEquality") // the decoder keeps its source while records go on being that one's
    int sourceId() {
        if (decoder.source() != source) {
            source = decoder.source();
            sourceId = ledger.sourceId(decoder.source());
        }
        return sourceId;
    }
}
