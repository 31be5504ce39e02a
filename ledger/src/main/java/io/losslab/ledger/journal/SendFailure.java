package io.losslab.ledger.journal;

/**
 * Why a send was not acknowledged. <em>Definite</em> failures happened before the record could reach any broker; after
 * an indefinite one the record may be stored all the same.
 */
public enum SendFailure {
    OTHER(0, false),
    SERIALIZATION(1, true),
    RECORD_TOO_LARGE(2, true),
    /** {@code max.block.ms} passed while the client's buffer was full. */
    BUFFER_EXHAUSTED(3, true),
    /** {@code max.block.ms} passed without metadata of the topic. */
    METADATA_UNAVAILABLE(4, true),
    /** {@code delivery.timeout.ms} passed. */
    DELIVERY_TIMEOUT(5, false),
    NETWORK(6, false),
    NOT_ENOUGH_REPLICAS(7, false),
    NOT_LEADER(8, false),
    UNKNOWN_TOPIC(9, false),
    AUTHORIZATION(10, false),
    OUT_OF_ORDER_SEQUENCE(11, false),
    FENCED(12, false),
    /** The producer was closed before the record was acknowledged. */
    CLOSED(13, false),
    /** Refused by the broker as too large: nothing of the batch is stored. */
    REFUSED_TOO_LARGE(14, true),
    STORAGE(15, false),
    /** The application aborted the transaction before the record was sent; no reader of committed data will see it. */
    TRANSACTION_ABORTED(16, true);

    private static final SendFailure[] BY_CODE = new SendFailure[values().length];

    static {
        for (SendFailure failure : values()) {
            BY_CODE[failure.code] = failure;
        }
    }

    private final int code;
    private final boolean definite;

    SendFailure(int code, boolean definite) {
        this.code = code;
        this.definite = definite;
    }

    int code() {
        return code;
    }

    public boolean isDefinite() {
        return definite;
    }

    public static SendFailure ofCode(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : OTHER;
    }
}
