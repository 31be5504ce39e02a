package io.losslab.lab.evidence;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record of {@code __consumer_offsets} that is about a committed offset: its key in the versions 0 and 1 of Kafka's
 * {@code OffsetCommitKey}, of the value the first two fields, which are the same in all versions.
 *
 * @param offset -1 for a tombstone: the commit was removed
 */
public record OffsetRecord(String group, String topic, int partition, long offset) {
    /** Empty for a record about something else, such as a group's members. */
    public static Optional<OffsetRecord> decode(byte[] key, byte[] value) {
        if (key == null) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(key);
        try {
            short version = in.getShort();
            if (version != 0 && version != 1) {
                return Optional.empty();
            }
            String group = text(in);
            String topic = text(in);
            int partition = in.getInt();
            long offset = value == null ? -1 : ByteBuffer.wrap(value).getLong(Short.BYTES);
            return Optional.of(new OffsetRecord(group, topic, partition, offset));
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Math.max(0, in.getShort())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
