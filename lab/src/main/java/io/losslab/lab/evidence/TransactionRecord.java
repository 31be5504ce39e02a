package io.losslab.lab.evidence;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.ByteUtils;

/**
 * A record of {@code __transaction_state}: the key in version 0 of Kafka's {@code TransactionLogKey}, the value in the
 * versions 0 and 1 of {@code TransactionLogValue}.
 *
 * @param state as Kafka names it, such as {@code Ongoing} or {@code PrepareAbort}
 * @param startedMillis when the transaction got its first partition, milliseconds since 1970; -1 when none is open
 */
public record TransactionRecord(String transactionalId, long producerId, String state, long startedMillis) {
    /** By their number in the log. */
    private static final List<String> STATES = List.of(
            "Empty",
            "Ongoing",
            "PrepareCommit",
            "PrepareAbort",
            "CompleteCommit",
            "CompleteAbort",
            "Dead",
            "PrepareEpochFence");

    /** Empty for a tombstone, and for a version that is not known. */
    public static Optional<TransactionRecord> decode(byte[] key, byte[] value) {
        if (key == null || value == null) {
            return Optional.empty();
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(key);
            if (in.getShort() != 0) {
                return Optional.empty();
            }
            String id = text(in, in.getShort());
            ByteBuffer of = ByteBuffer.wrap(value);
            short version = of.getShort();
            return version < 0 || version > 1 ? Optional.empty() : Optional.of(value(id, of, version == 1));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static TransactionRecord value(String id, ByteBuffer in, boolean flexible) {
        long producerId = in.getLong();
        in.getShort(); // epoch
        in.getInt(); // timeout
        int state = in.get();
        partitions(in, flexible);
        in.getLong(); // last update
        return new TransactionRecord(id, producerId, STATES.get(state), in.getLong());
    }

    private static void partitions(ByteBuffer in, boolean flexible) {
        int topics = flexible ? ByteUtils.readUnsignedVarint(in) - 1 : in.getInt();
        for (int i = 0; i < topics; i++) {
            text(in, flexible ? ByteUtils.readUnsignedVarint(in) - 1 : in.getShort());
            int partitions = flexible ? ByteUtils.readUnsignedVarint(in) - 1 : in.getInt();
            in.position(in.position() + Integer.BYTES * Math.max(0, partitions));
            for (int tags = flexible ? ByteUtils.readUnsignedVarint(in) : 0; tags > 0; tags--) {
                ByteUtils.readUnsignedVarint(in);
                int bytes = ByteUtils.readUnsignedVarint(in);
                in.position(in.position() + bytes);
            }
        }
    }

    private static String text(ByteBuffer in, int length) {
        byte[] bytes = new byte[Math.max(0, length)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
