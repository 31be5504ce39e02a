package io.losslab.ledger.payload;

import static io.losslab.ledger.payload.PayloadFormat.CRC_DIGITS;
import static io.losslab.ledger.payload.PayloadFormat.FILLER_AT;
import static io.losslab.ledger.payload.PayloadFormat.INTENDED_AT;
import static io.losslab.ledger.payload.PayloadFormat.INTENDED_DIGITS;
import static io.losslab.ledger.payload.PayloadFormat.MAGIC;
import static io.losslab.ledger.payload.PayloadFormat.PARTITION_AT;
import static io.losslab.ledger.payload.PayloadFormat.PARTITION_DIGITS;
import static io.losslab.ledger.payload.PayloadFormat.PRODUCER_AT;
import static io.losslab.ledger.payload.PayloadFormat.RUN_AT;
import static io.losslab.ledger.payload.PayloadFormat.SEQUENCE_AT;
import static io.losslab.ledger.payload.PayloadFormat.SEQUENCE_DIGITS;

import io.losslab.ledger.identity.Source;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Writes values in the {@link PayloadFormat}. One array and a checksum a record, nothing else is allocated.
 *
 * <p>Not thread-safe: the sending thread owns it.
 */
public final class PayloadEncoder {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int FILLER_RING = 1 << 16;
    private static final byte[] FILLER = filler();

    private final byte[] template;
    private final CRC32C crc = new CRC32C();

    /**
     * @param valueBytes size of every value, {@link PayloadFormat#MIN_VALUE_BYTES} or more
     */
    public PayloadEncoder(Source source, int valueBytes) {
        PayloadFormat.requireValueBytes(valueBytes);
        template = new byte[valueBytes];
        Arrays.fill(template, (byte) ' ');
        System.arraycopy(MAGIC, 0, template, 0, MAGIC.length);
        ascii(source.run(), RUN_AT);
        ascii(source.producer(), PRODUCER_AT);
        template[PARTITION_AT] = 'p';
        template[SEQUENCE_AT] = 's';
        template[INTENDED_AT] = 't';
    }

    /**
     * @param intendedMicros when the record should have been sent, microseconds since 1970
     * @return a new array, never touched again by the encoder
     */
    public byte[] encode(int partition, long sequence, long intendedMicros) {
        byte[] value = template.clone();
        digits(value, PARTITION_AT + 1, PARTITION_DIGITS, partition);
        digits(value, SEQUENCE_AT + 1, SEQUENCE_DIGITS, sequence);
        digits(value, INTENDED_AT + 1, INTENDED_DIGITS, intendedMicros);
        int crcAt = value.length - CRC_DIGITS;
        fill(value, FILLER_AT, crcAt - 1, sequence);
        crc.reset();
        crc.update(value, 0, crcAt);
        int checksum = (int) crc.getValue();
        for (int i = 0; i < CRC_DIGITS; i++) {
            value[crcAt + i] = HEX[checksum >>> 28 - 4 * i & 0xF];
        }
        return value;
    }

    private static void fill(byte[] value, int from, int to, long sequence) {
        int ringAt = (int) (sequence * 509 & FILLER_RING - 1);
        while (from < to) {
            int length = Math.min(to - from, FILLER_RING - ringAt);
            System.arraycopy(FILLER, ringAt, value, from, length);
            from += length;
            ringAt = 0;
        }
    }

    private void ascii(String text, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, template, at, bytes.length);
    }

    private static void digits(byte[] value, int at, int width, long number) {
        for (int i = at + width - 1; i >= at; i--) {
            value[i] = (byte) ('0' + number % 10);
            number /= 10;
        }
        if (number != 0) {
            throw new IllegalArgumentException("a number does not fit into " + width + " digits");
        }
    }

    private static byte[] filler() {
        SplittableRandom random = new SplittableRandom(20_261_121L);
        byte[] ring = new byte[FILLER_RING];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = (byte) ('a' + random.nextInt(26));
        }
        return ring;
    }
}
