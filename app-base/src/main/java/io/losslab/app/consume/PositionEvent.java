package io.losslab.app.consume;

import io.losslab.ledger.journal.ResetTrigger;
import org.jspecify.annotations.Nullable;

/**
 * A client's position changed other than by reading.
 *
 * @param trigger why the client reset it; null when the application sought
 * @param before the position that was given up, -1 when there was none or it is unknown
 * @param after the next offset to be read
 * @param atMicros microseconds since 1970
 */
record PositionEvent(int partition, @Nullable ResetTrigger trigger, long before, long after, long atMicros) {
    boolean isSeek() {
        return trigger == null;
    }
}
