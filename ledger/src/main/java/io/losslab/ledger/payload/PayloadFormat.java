package io.losslab.ledger.payload;

import io.losslab.ledger.identity.Source;

/**
 * The layout of a record's value, all of it printable ASCII:
 *
 * <pre>
 * LL1 3k9xw2m4p7qr a1b2c3d4 p00000 s000000000000042 t1795254123456789 filler...... 1c2d3e4f
 * |   |            |        |      |                |                 |            CRC32C (hex) of all before it
 * |   run          producer |      sequence         |                 pseudo-random, not compressible to nothing
 * format                    partition               intended send time, microseconds since 1970
 * </pre>
 *
 * The intended time, not the actual one, starts every latency: a late send may not hide its own delay.
 */
public final class PayloadFormat {
    static final byte[] MAGIC = {'L', 'L', '1', ' '};
    static final int RUN_AT = MAGIC.length;
    static final int PRODUCER_AT = RUN_AT + Source.RUN_WIDTH + 1;
    static final int PARTITION_AT = PRODUCER_AT + Source.PRODUCER_WIDTH + 1;
    static final int PARTITION_DIGITS = 5;
    static final int SEQUENCE_AT = PARTITION_AT + 1 + PARTITION_DIGITS + 1;
    static final int SEQUENCE_DIGITS = 15;
    static final int INTENDED_AT = SEQUENCE_AT + 1 + SEQUENCE_DIGITS + 1;
    static final int INTENDED_DIGITS = 16;
    static final int FILLER_AT = INTENDED_AT + 1 + INTENDED_DIGITS + 1;
    static final int CRC_DIGITS = 8;

    /** The smallest value that holds an identity, in bytes. */
    public static final int MIN_VALUE_BYTES = FILLER_AT + 1 + CRC_DIGITS;

    /** The largest value that the lab writes, in bytes; Kafka's own default limit is 1 MiB a batch. */
    public static final int MAX_VALUE_BYTES = 16 * 1024 * 1024;

    /** Partitions are numbered in five digits. */
    public static final int MAX_PARTITIONS = 100_000;

    private PayloadFormat() {}

    /**
     * @throws IllegalArgumentException naming what is allowed
     */
    public static int requireValueBytes(int valueBytes) {
        if (valueBytes < MIN_VALUE_BYTES || valueBytes > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("valueBytes " + valueBytes + " is not within " + MIN_VALUE_BYTES
                    + " (the identity and its checksum) to " + MAX_VALUE_BYTES);
        }
        return valueBytes;
    }
}
