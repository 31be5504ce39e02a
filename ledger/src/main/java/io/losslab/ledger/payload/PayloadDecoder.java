package io.losslab.ledger.payload;

import static io.losslab.ledger.payload.PayloadFormat.CRC_DIGITS;
import static io.losslab.ledger.payload.PayloadFormat.INTENDED_AT;
import static io.losslab.ledger.payload.PayloadFormat.INTENDED_DIGITS;
import static io.losslab.ledger.payload.PayloadFormat.MAGIC;
import static io.losslab.ledger.payload.PayloadFormat.MIN_VALUE_BYTES;
import static io.losslab.ledger.payload.PayloadFormat.PARTITION_AT;
import static io.losslab.ledger.payload.PayloadFormat.PARTITION_DIGITS;
import static io.losslab.ledger.payload.PayloadFormat.PRODUCER_AT;
import static io.losslab.ledger.payload.PayloadFormat.RUN_AT;
import static io.losslab.ledger.payload.PayloadFormat.SEQUENCE_AT;
import static io.losslab.ledger.payload.PayloadFormat.SEQUENCE_DIGITS;

import io.losslab.ledger.identity.Source;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads values in the {@link PayloadFormat} into its own fields, so that decoding allocates nothing while the source
 * stays the same.
 *
 * <p>Not thread-safe: each reading thread has its own.
 */
public final class PayloadDecoder {
    /** What a value turned out to be. */
    public enum Kind {
        /** A record of the lab, and intact as far as was checked. */
        RECORD,
        /** Written by the lab (it bears the format's mark), but damaged: its identity is not to be trusted. */
        CORRUPT,
        /** Not written by the lab. */
        FOREIGN
    }

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final CRC32C crc = new CRC32C();
    private final byte[] sourceBytes = new byte[PARTITION_AT - 1 - RUN_AT];
    private @Nullable Source source;
    private int partition;
    private long sequence;
    private long intendedMicros;

    /** The identity only; the checksum is not looked at. For whoever sees each record a second time. */
    public Kind decodeIdentity(byte @Nullable [] value) {
        if (value == null || value.length < MAGIC.length || !Arrays.equals(value, 0, MAGIC.length, MAGIC, 0, 4)) {
            return Kind.FOREIGN;
        }
        if (value.length < MIN_VALUE_BYTES) {
            return Kind.CORRUPT;
        }
        long p = digits(value, PARTITION_AT, 'p', PARTITION_DIGITS);
        long s = digits(value, SEQUENCE_AT, 's', SEQUENCE_DIGITS);
        long t = digits(value, INTENDED_AT, 't', INTENDED_DIGITS);
        if (p < 0 || s < 0 || t < 0 || !readSource(value)) {
            return Kind.CORRUPT;
        }
        partition = (int) p;
        sequence = s;
        intendedMicros = t;
        return Kind.RECORD;
    }

    /** The identity, and the checksum over the whole value. */
    public Kind decode(byte @Nullable [] value) {
        Kind kind = decodeIdentity(value);
        return kind == Kind.RECORD && value != null && !checksumHolds(value) ? Kind.CORRUPT : kind;
    }

    /** Of the last value that was a record; there has to have been one. */
    public Source source() {
        return Objects.requireNonNull(source);
    }

    public int partition() {
        return partition;
    }

    public long sequence() {
        return sequence;
    }

    /** Microseconds since 1970. */
    public long intendedMicros() {
        return intendedMicros;
    }

    private boolean checksumHolds(byte[] value) {
        int crcAt = value.length - CRC_DIGITS;
        long written = 0;
        for (int i = crcAt; i < value.length; i++) {
            int digit = hex(value[i]);
            if (digit < 0) {
                return false;
            }
            written = written << 4 | digit;
        }
        crc.reset();
        crc.update(value, 0, crcAt);
        return crc.getValue() == written;
    }

    /** Lower case only, as it is written: a flipped bit that makes 'a' an 'A' is damage, too. */
    private static int hex(byte b) {
        return b >= '0' && b <= '9' ? b - '0' : b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
    }

    private boolean readSource(byte[] value) {
        if (source != null && Arrays.equals(value, RUN_AT, PARTITION_AT - 1, sourceBytes, 0, sourceBytes.length)) {
            return true;
        }
        String run = new String(value, RUN_AT, Source.RUN_WIDTH, StandardCharsets.US_ASCII).trim();
        String producer = new String(value, PRODUCER_AT, Source.PRODUCER_WIDTH, StandardCharsets.US_ASCII).trim();
        try {
            source = new Source(run, producer);
        } catch (IllegalArgumentException notAName) {
            return false;
        }
        System.arraycopy(value, RUN_AT, sourceBytes, 0, sourceBytes.length);
        return true;
    }

    /**
     * The number that eight ASCII digits stand for, read as a little-endian long; -1 when one of them is no digit. All
     * eight at once: digits are checked and added up in pairs, then fours, then eights.
     */
    private static long eightDigits(long ascii) {
        boolean digits = ((ascii & 0xF0F0F0F0F0F0F0F0L) | ((ascii + 0x0606060606060606L) & 0xF0F0F0F0F0F0F0F0L) >>> 4)
                == 0x3333333333333333L;
        long pairs = (ascii & 0x0F0F0F0F0F0F0F0FL) * 2561 >>> 8;
        long fours = (pairs & 0x00FF00FF00FF00FFL) * 6553601 >>> 16;
        long eight = (fours & 0x0000FFFF0000FFFFL) * 42949672960001L >>> 32;
        return digits ? eight : -1;
    }

    private static long digits(byte[] value, int markAt, char mark, int width) {
        if (value[markAt] != mark) {
            return -1;
        }
        long number = 0;
        int i = markAt + 1;
        for (; i + 8 <= markAt + 1 + width; i += 8) {
            long eight = eightDigits((long) EIGHT.get(value, i));
            if (eight < 0) {
                return -1;
            }
            number = number * 100_000_000 + eight;
        }
        for (; i <= markAt + width; i++) {
            int digit = value[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
