package io.losslab.lab.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OffsetRecordTest {
    @Test
    void aCommitIsDecoded() {
        byte[] value = ByteBuffer.allocate(40).putShort((short) 3).putLong(4773).array();

        assertThat(OffsetRecord.decode(key(1, "slow-group", "load-events", 2), value))
                .contains(new OffsetRecord("slow-group", "load-events", 2, 4773));
    }

    @Test
    void aTombstoneHasNoOffset() {
        assertThat(OffsetRecord.decode(key(0, "g", "t", 0), null)).contains(new OffsetRecord("g", "t", 0, -1));
    }

    @Test
    void whatIsAboutMembersOrCutShortIsNoCommit() {
        assertThat(OffsetRecord.decode(key(2, "g", "t", 0), new byte[20])).isEmpty();
        assertThat(OffsetRecord.decode(new byte[] {0, 1, 0, 9, 'x'}, new byte[20]))
                .isEmpty();
        assertThat(OffsetRecord.decode(key(1, "g", "t", 0), new byte[4])).isEmpty();
        assertThat(OffsetRecord.decode(null, null)).isEmpty();
    }

    private static byte[] key(int version, String group, String topic, int partition) {
        byte[] g = group.getBytes(StandardCharsets.UTF_8);
        byte[] t = topic.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + 2 + g.length + 2 + t.length + 4)
                .putShort((short) version)
                .putShort((short) g.length)
                .put(g)
                .putShort((short) t.length)
                .put(t)
                .putInt(partition)
                .array();
    }
}
